"""Wordings of violence that need a second sign."""

from __future__ import annotations

from homeroom.policy.detect.weak import Weak

_NEAR = (
    r"\b(?:i|i'm|im|i'll|ill|imma|ima|me|my|we|our|us|you|your|u|ur|here|school|class|lunch|bus|"
    r"street|neighborhood|friend|today|tonight|tomorrow|yesterday|last night|locker|hall\w*|"
    r"outside|party|park|cops|police|kid|kids|someone|somebody|guy|brother|cousin|"
    r"escuela|salon|mi|mis|manana|hoy)\b"
)
_PERSON = (
    r"\b(?:i|i'm|im|i'll|ill|imma|ima|we|we'll|he|he's|hes|she|she's|shes|they|they're|theyre|"
    r"he'll|she'll|they'll|who|someone|somebody|kid|kids|boys?|girls?|guys?|dude|brother|sister|"
    r"cousin|dad|mom|friends?|people|gonna|finna|boutta|let'?s|you|u|yall|him|her|them|everyone)\b"
)
_THING = (
    r"(?:it|that|this|which|these|those|(?:the|that|this|your|my|our|these|those|a) "
    r"(?!(?:kid|boy|girl|guy|man|dude|brother|sister|cousin|dad|mom|friend|teacher|principal|"
    r"coach|step|uncle|class|bully|people|other|new|next|first|last|person|senior|freshm|gang)"
    r")\w+(?: \w+)?)"
)
_MODAL = (
    r"(?:'s| is| are| was)?(?: just| really| almost| actually| probably| always)*"
    r"(?: (?:will|would|can|could|may|might|should|must|going to|gonna|"
    r"trying to|tries to|tried to|wants to|about to|'ll)|'ll|'d)"
)

WEAK = (
    # Who would do it: the heat, the homework?
    Weak(
        wording=r"\b(?:will|would|can|could|may|might|should|trying to|want\w* to|gonna|"
        r"going to|about to|'ll)\b",
        sign=rf"\A(?!.*\b{_THING}{_MODAL}(?: \w+)? (?:kill|hurt|attack|choke|poison|burn|drown|"
        r"shoot|stab|beat|jump|murder|cut|end|hang)\b)",
    ),
    # What is told of the past, or of a tale: near to us?
    Weak(
        wording=r"\b(?:kills|killed|murders|murdered|stabs|stabbed|shoots|shot|strangl(?:es|ed)|"
        r"beheads|beheaded|slaughtered|shooted)\b|\b(?:get|gets|got|be) (?:jumped|shot|stabbed|"
        r"beat|knifed|murdered|shanked)",
        sign=_NEAR,
        beside=r"\bby (?:my|the|a|an|some) (?:compass|spy|pencil|pen|needle|fork|cactus|rose|thorn|"
        r"toothpick|imposter|impostor|straw|pin|stapler|ghost|kelp|urchin|bee|mosquito|tailor)\b",
        unless=r"\b(?:gonna|going to|i'll|will) ",
    ),
    Weak(
        wording=r"\A(?:gets?|got) (?:shot|stabbed|murdered|knifed)\b",
        sign=r"\b(?:gonna|going to|will|about to|should|deserves?|need\w*|hope|if|lunch|today|"
        r"class|hall\w*|my (?:brother|"
        r"cousin|friend|uncle|dad|neighbor|sister)|school|street|block|outside|tomorrow|"
        r"i|we|us|you|u|kid|someone|somebody|last night)\b",
        beside=r"\b(?:who makes|book|movie|chapter)\b",
    ),
    Weak(
        wording=r"\bkill(?:s|ed|ing)? (?:him|her|you|u|everyone|everybody)\b",
        sign=_PERSON,
    ),
    Weak(
        wording=r"\b(?:stab\w*|shot|shoot\w*|kill\w*|die\w*|murder\w*|dead)\b",
        sign=r"\A(?!.*\b(?:(?:in|during) (?:act|scene|the play|rehearsal|the musical)|rehears\w+|"
        r"drama club|curtain|on stage|director|prop|audition\w*|my death scene)\b)",
    ),
    Weak(
        wording=r"\b(?:jump\w*|shoot\w*|shot|watch your back|i know where|kill\w*|beat|dead)\b",
        sign=r".",
        beside=r"\b(?:confetti|birthday|surprise|camera|photos?|slides|address|link|email|wet|"
        r"ladder|carpool|see you (?:at|on)|if we (?:lose|miss|forget|fail|are late|break|drop|"
        r"don'?t practice)|mascot|tickets)\b",
    ),
    # A leg or a nose: broken by whom?
    Weak(
        wording=r"\A(?:break|snap|crack|cut|kick|blow|shove|rip|stomp|punch|knock)\w* (?:your|ur|"
        r"his|her|their|you|yo|that)\b",
        sign=r"\b(?:i|i'm|im|i'll|ill|imma|ima|we|we'll|gonna|going to|want|wanna|finna|he'll|"
        r"she'll|they'll|ready to|about to|somebody|someone|swear|voy)\b",
        beside=r"\b(?:cast|sled\w*|skat\w+|tissue|kleenex|swim\w*|pool|nail|mom said|careful|"
        r"fell|falling|by accident|doctor|crutches)\b",
    ),
    # A thing to shoot, cut or carry with: real, brought, against somebody?
    Weak(
        wording=r"\b(?:guns?|pistols?|rifles?|shotguns?|knife|knives|machete|weapons?|bombs?|"
        r"grenades?|blades?|ammo|pistolas?|cuchillos?|navajas?|armas?|espadas?|escopetas?|"
        r"granadas?|punal|revolver|explosiv\w+|bullets|balas)\b",
        sign=r"\A(?!.*\b(?:foam|plastic|toy|toys|rubber|cardboard|costumes?|cosplay|halloween|"
        r"prop|props|pirates?|cowboys?|museum|museums|reenact\w+|musket\w*|archery|hunting|"
        r"hunters?|hunt|deer|scouts?|clay|kitchen|chef|recipe|cook\w*|drawer|sink|bread|butter|"
        r"cheese|cake|pumpkin|onions?|squash|potato\w*|carv\w+|fish|fishing|steak|airport|tsa|"
        r"plastico|juguete|espuma|disfraz|vaquero|museo|cazador|cazadores|carton|piratas?|"
        r"queso|pan|pastel|cebolla|calabaza|carne|sandia|cocina\w*|chef|cajon|lonche de|ninjas?|"
        r"knights?|caballero|sculpt\w+|painting|second floor|first floor|roof|sniper|reload|"
        r"scope|crosshair|techo|silenciador|caja|loadout|pickaxe|free ?fire|round|ronda)\b)",
    ),
    Weak(
        wording=r"\A(?:use|using|get|getting|grab|take|took)\b.*\b(?:gun|shotgun|knife|rifle|"
        r"pistol|machete)s?\b",
        sign=r"\b(?:on (?:him|her|them|you|u|my|people|some\w+|every\w+)|to (?:school|class|kill|"
        r"hurt|stab|shoot|threat\w+|scare)|i|i'm|im|i'll|he|she|they|dad'?s|brother'?s|uncle'?s|"
        r"him|her|them|real|loaded|bring|school|tomorrow)\b",
    ),
    Weak(
        wording=r"\b(?:set|light)\w* (?:up |down |fire to )?(?:the|this|our|that|my)\b",
        sign=r"\b(?:on fire|fire to|set fire|burn\w*|gasoline|matches|ablaze)\b",
        unless=r"\b(?:shoot|bomb|blow|burn|torch)",
    ),
    # Suffering: in earnest?
    Weak(
        wording=r"\b(?:burn|suffer|bleed|die|pay|sorry|regret\w*)\b",
        sign=r"\A(?!.*\b(?:sunscreen|sunblock|sunburn\w*|tan|beach|toast|cookies|pancakes|muffins|"
        r"calories|laugh\w*|when (?:you|u) (?:see|hear|taste|find|read|meet)|if (?:you|u) (?:see|"
        r"hear|taste)|rent|lunch|dinner|movie|tickets?|pizza|boba|cookie|monopoly|snacks?|"
        r"without (?:water|sun)|plants?|flowers?|fish|bees|salsa|spicy|picante)\b)",
    ),
    Weak(
        wording=r"\bi know where (?:he|she|they) lives?\b",
        sign=r"\b(?:kill|hurt|beat|shoot|get|find|wait\w*|gonna|tonight|watch)\b",
    ),
    Weak(
        wording=r"\bblood everywhere\b|\bwatch what happens (?:at|on)\b",
        sign=r"\b(?:gonna|going to|will|i'll|want|school|tomorrow)\b",
        beside=r"\b(?:nose\w*|movie|video)\b",
    ),
    # He may kill me: a figure of speech of coaches, sisters and tests.
    Weak(
        wording=r"\b(?:kill|murder|beat|end)\w* (?:me|us)\b",
        sign=r"\A(?!.*\b(?:coach|sister|teacher|mom|mama|homework|practice|conditioning|laps|"
        r"burpees|abs|stairs|lol|haha|jk|prank|hoodie|charger|sweater|cone|cones|drills|"
        r"phys ed|pe class)\b)|\b(?:scared|gun|knife|threat\w*|for real|serious\w*|help)\b",
    ),
    Weak(
        wording=r"\bsaid\b|\bsay\w*\b|\btold\b|\bheard\b",
        sign=r"\A(?!.*\b(?:bleach|vinegar|soap|germs?|weeds?|villain|dragon|ball|shoot the|"
        r"mold|bacteria|ants|bugs|mosquito\w*|shot the|puck)\b)",
    ),
    # In Spanish: what is cut, burnt, given, hit?
    Weak(
        wording=r"\b(?:dar|meter) (?:un|una|de|en la) ",
        sign=r"\b(?:dar|meter) (?:un|una|de|en la) (?:golpe\w*|golpiza|paliza|madr\w+|put\w+|"
        r"punetaz\w+|cachetad\w+|patada\w*|balaz\w+|tiros?|plomaz\w+|navajaz\w+|cuchill\w+|"
        r"ching\w+|cara|nuca|cabeza|macanaz\w+|trancazo|punal\w*|buena (?:golpiza|paliza)|"
        r"batazo|tubazo|tranquiza|bala\w*|cintaraz\w+|leccion)\b",
    ),
    Weak(
        wording=r"\b(?:la|lo|los|las|le|les) (?:voy|vamos|van?|iba|iban) a (?:\w+ a )?(?:cortar|"
        r"quemar|partir|romper|picar|reventar|destrozar|enterrar|rajar|arrancar|pegar|tirar|"
        r"hacer|cargar|esperar|beat|jump|cortar)\b",
        sign=r"\b(?:cara|madre|hocico|dientes|cabeza|cuello|garganta|brazos?|piernas?|nariz|ojos?|"
        r"salida|salga|saliendo|boca|dano|muert\w+|sangr\w+|maldit\w+|por (?:chismos|sapo|"
        r"hablador)\w*|golpes|pendej\w+|cabron\w*|jeta|manos|dedos|lengua|huesos|miedo|vivos?|"
        r"cuchillo|navaja|pedazos)\b",
        beside=r"\b(?:pastel|balon|pelota|pinata|foto|mica|pegamento|muneco|hoja|cartulina)\b",
    ),
    Weak(
        wording=r"\b(?:pegarle|partirle|romperle|golpearl[oa]|pegar)\b",
        sign=r"\b(?:cara|madre|hocico|dientes|cabeza|a (?:ese|esa|esos|mi|tu|su|ti|todos|alguien|"
        r"la maestra|el profe)|salida|saliendo|despues|manana|hoy|recreo|quiero|voy|vamos|te|"
        r"entre todos|hasta)\b",
        beside=r"\b(?:balon|pelota|pinata|bola|tambor|zurda|bateria|sticker\w*|"
        r"foto\w*|hoja|cinta|pegamento|al (?:angulo|arco|blanco)|calcomani\w+|estrell\w+)\b",
    ),
    Weak(
        wording=r"\b(?:matar|morir|mato|muert[oa]|muer\w*)\b",
        sign=r"\A(?!.*\b(?:cosquillas|besos|risa|hambre|planta\w*|mosquito\w*|hormiga\w*|"
        r"cucaracha\w*|arana\w*|celular|pila|bateria|tele|carro|compu\w*|jaja\w*|dragon|"
        r"jefe final|pez|cactus|matarlas|flores|de pie|cuando (?:veas|oigas|pruebes))\b)",
    ),
    Weak(
        wording=r"\b(?:todos|todas|ustedes|les|ya|lo|el|se)(?: se)? (?:van?|vas) a (?:pagar|"
        r"cargar)",
        sign=r"\b(?:me l[ao]s? vas?n? a pagar|me l[ao]s? van a pagar|pagar (?:car[oa]|por esto|"
        r"todo lo)|ching\w+|con (?:sangre|su vida))\b|pagar\W*\Z",
    ),
    Weak(
        wording=r"\besta muert[oa]\b",
        sign=r"\b(?:manana|si (?:viene|habla|dice)|cuando (?:salga|lo|la))\b",
    ),
    Weak(
        wording=r"\b(?:explotar|volar|quemar|incendiar|tronar|reventar|bombardear|destruir)\b",
        sign=r"\b(?:voy|vamos|va|van|quiero|quiere|quieren|queremos|hare|planea\w*|dijo|hay que|"
        r"ganas|podria\w*|deberia\w*|juro|bomba)\b",
        beside=r"\b(?:lego\w*|bloques|maqueta|carton|"
        r"globos?|minecraft)\b",
    ),
    Weak(
        wording=r"\bte rompo (?:la|el|tu)\b",
        sign=r"\b(?:cara|hocico|madre|dientes|nariz|brazo|boca|pierna|jeta|cabeza)\b",
    ),
)
