"""Wordings of abuse that need a second sign."""

from __future__ import annotations

from homeroom.policy.detect.weak import Weak

_GRAVE = (
    r"\b(?:so hard|really hard|too hard|against|down the|into (?:the|a) wall|by (?:the|my) (?:hair|"
    r"arm|neck|throat)|drunk|drink\w*|mad|angry|rage|yell\w*|scream\w*|belt|cord|every (?:day|"
    r"night|time)|all the time|always|keeps?|again|bleed\w*|bled|blood|bruis\w*|cry\w*|cried|"
    r"scared|afraid|help|hate|hospital|at home|at night|marks?|scars?|wont stop|won't stop|"
    r"not stop|dont tell|don't tell|hid\w*|unconscious|hurts|limp\w*|swollen|black eye|"
    r"face|throat|neck|until|on purpose|borrach\w+|tomado|enoj\w+|grit\w+|cinturon|cinto|"
    r"cable|chancla|palo|siempre|todos los dias|cada (?:vez|dia|noche)|"
    r"sangr\w+|moret\w+|llor\w+|miedo|ayuda|odio|noche|cara|cabeza|fuerte|duro|mucho|hasta|"
    r"escondid\w+|no le digas?|de castigo|secret\w*|anoche|otra vez|last night|my mom)\b"
)
_FOUL = (
    r"\b(?:touch\w*|kiss\w*|sex\w*|undress\w*|naked|nud\w+|strip|clothes|shirt|pants|underwear|"
    r"bra|body|lap|porn\w*|private\w*|dirty|bed|shower\w*|do (?:stuff|things|it|that)|sleep with|"
    r"pics?|photos?|pictures|videos?|drink|smoke|vape|steal|lie|marry|quiet|secret|ropa|"
    r"desnud\w+|toc\w+|bes\w+|cama|fotos?)\b"
)
_MAN = (
    r"\b(?:he|hes|he's|him|his|step ?dad\w*|uncle\w*|dad|dads|father|man|men|guy|boy ?friend|bf|"
    r"coach|tutor|neighbou?r|cousin|stranger|adult|online|priest|pastor|teacher|tio|"
    r"padrastro|papa|primo|vecino|hombre|senor|tipo|profe|entrenador|abuelo|someone|somebody)\b"
)
_STRONG = (
    r"\b(?:beat\w*|rap(?:e|ed|es|ing)|molest\w*|chok\w*|strangl\w*|punch\w*|abus\w*|starv\w*|"
    r"whip\w*|hit(?:s|ting)?|slam\w*|bruis\w*|kick\w*|threat\w*|grop\w*|assault\w*|"
    r"golpe\w*|viol\w*|manose\w*|maltrat\w*|abus\w*|azot\w*|cachet\w*|ahorc\w*|"
    r"tortur\w*|encerr\w*|encierr\w*|agred\w*|amenaz\w*|moret\w*)\b"
)
_GENTLE = (
    r"(?:push\w*|shov\w*|thr(?:ew|ow\w*)|grab\w*|knock\w*|t(?:ie|ied|ies|ying)|burn\w*|"
    r"pinch\w*|pin(?:s|ned)?|bit|bites?|drag\w*|attack\w*|slap\w*|smack\w*|spank\w*|touch\w*|"
    r"hurt\w*)"
)

WEAK = (
    # A push, a throw, a slap on the hand: how, how often, or with what feeling?
    Weak(
        wording=rf"\b{_GENTLE}(?: \w+)?(?: on| at)? (?:me|us|my (?!chest|butt|thigh|breast|boob|"
        rf"private|leg|body|waist|bra)\w+)\b",
        sign=_GRAVE + r"|\b(?:touch(?:es|ed|ing)? (?:me|my)|(?:slap|smack|burn|hurt)\w* (?:me|us)|"
        r"step ?dad\w*|stepmom\w*|boy ?friend|bf|shov\w+ (?:me|us|my))\b",
        unless=_STRONG,
    ),
    Weak(
        wording=_STRONG,
        sign=r"\A(?!.*\b(?:jiu ?jitsu|judo|sparring|karate|boxing|taekwondo|tae kwon do|"
        r"kick ?boxing|mma|self defense|sensei|dojo|tap(?:ped)? out|muay thai|\d+ ?- ?\d+|"
        r"innings?|playoffs|cuartos|"
        r"vueltas|laps|burpees|wrestl\w+)\b)|\bafter\b",
    ),
    Weak(
        wording=r"\bhit\w* (?:me|us)\b|\bbeat\w* (?:me|us)\b",
        sign=r".",
        beside=r"\bhit\w* (?:me|us) with (?:a|an|the|some|that|another|this|one|more) (?!(?:\w+ )?"
        r"(?:belt|cord|stick|shoe|spoon|hanger|cable|paddle|switch|bat|broom|hammer|pan|bottle|"
        r"chair|whip|ruler|iron|fist|pipe|brush|remote|phone|wire|hose|book|board|rod|cane))\w+|"
        r"\bif we (?:don'?t practice|lose|miss)|\b(?:season|tournament|finals|playoffs)\b",
    ),
    # What one is made to do: something foul?
    Weak(
        wording=r"\b(?:forc(?:e|es|ed|ing)|pressur\w+|coerc\w+) (?:me|us) (?:to|into|in to)\b",
        sign=_FOUL,
    ),
    Weak(
        wording=r"\b(?:take off (?:my|all my)|do (?:things|stuff|bad)|stand outside|"
        r"sleep outside|watch him|touch it|kiss (?:him|her)|sleep with|watch (?:bad|weird|gross)|"
        r"sit on (?:his|her) lap)\b",
        sign=r"\A(?!.*\b(?:cheek|good ?(?:night|bye)|forehead|baby)\b).*\b(?:my (?:clothes|shirt|"
        r"pants|underwear|bra|dress|top)|to (?:him|her|me|us)|with (?:"
        r"him|his)|all night|in the (?:cold|rain|snow)|i (?:don'?t|didn'?t) (?:want|like)|"
        r"(?:made|makes?|making|forc\w+|told|tells|asked|asks) (?:me|us)(?: to)? (?:touch|kiss|"
        r"sleep|sit)|his (?:lap|bed)|uncomf\w+|tried to kiss me|step\w*|uncle|videos?|weird|"
        r"scared|secret)\b",
    ),
    # Not to tell: whom, and is it more than a dessert?
    Weak(
        wording=r"\b(?:not to|to not|never to|to never|dont|don'?t|no|nunca|que no) "
        r"(?:ever )?(?:tell|say|a secret|talk|speak|mention|quiet|se lo|lo|le )|\bsecret\b|"
        r"\bes un secreto\b|\bno (?:diga|dijera|cuente|hable)\w*",
        sign=r"\b(?:any ?(?:one|body)|no ?(?:one|body)|my (?:mom|dad|parents|mother|family|"
        r"teacher)\Z|what (?:he|happen\w*|we (?:do|did))|our (?:little |special )?secret\b"
        r"(?= ?(?:\Z|[.,!?\"']|and|so|ok|he|between))|keep it (?:a )?secret|nadie|"
        r"nuestro secret\w+|a mi (?:mama|"
        r"papa)|hurt\w*|touch\w*|tell on|or (?:he|she|else)|o (?:me|si)|kill|mom|dad|parents|"
        r"police|counselor|toc\w+|foto\w*|mandado|hizo|hace)\b",
    ),
    Weak(
        wording=r"\b(?:tell|say|mention|diga|dijera|secret|keep quiet)",
        sign=r"\b(?:touch\w*|hurt\w*|hit\w*|kiss\w*|pics?|photos?|bed|room|body|night|what he|"
        r"he did|toc\w+|peg\w+|foto\w*|bes\w+)\b|\A(?!.*\b(?:dessert|candy|cookie\w*|ice cream|"
        r"cake|"
        r"gift|present|party|surprise|vase|lamp|dog|cat|puppy|soda|snack\w*|pizza|donut\w*|"
        r"mcdonalds|mug|shopping|grade|answer\w*|score|ending|spoiler\w*|postre|dulces?|"
        r"galletas?|pastel|regalo|fiesta|sorpresa|jarron|refresco|perro|tacos?|crush|"
        r"gusta|pie|lamp|lampara|ate|ingrediente|recipe|receta|trick|magic|truco|final|"
        r"groseri\w+)\b)",
    ),
    # Pictures: of what, for whom?
    Weak(
        wording=r"(?:pics?|photos?|pictures|videos?|selfies?|fotos?)\b",
        sign=r"\b(?:man|guy|dude|stranger|adult|online|older|person|someone|somebody|viejo|tipo|"
        r"senor|hombre|adulto|desconocid\w+|internet|naked|nud\w+|without|body|shirt|underwear|bra|"
        r"secret\w*|night|bath\w*|shower\w*|chang\w+|undress\w*|sexy|dirty|no le digas|nadie|"
        r"any ?one|uncle|coach|step ?dad|tio|padrastro|entrenador|keeps?|leak\w*|ban\w+|ropa|"
        r"desnud\w+|intim\w+|cuerpo|pack\w*|threat\w*|amenaz\w+|borr\w+|escondid\w*|delet\w+|"
        r"bf|ex|boyfriend|novio|sin que|noche|feet|he|him|profe|primo|maestro|vecino|friend)\b",
    ),
    Weak(
        wording=r"\b(?:delete|erase|borr\w+|hide) (?:the|our|my|el|los|las|all)\b",
        sign=r"\b(?:he|she|they|him|her|told|tells?|says?|said|made|makes?|asks?|asked|wants?|"
        r"mom|parents|dice|dijo|pid\w+|quiere|hace|nadie|digas?|secret\w*)\b",
    ),
    Weak(
        wording=r"\b(?:weird|creepy|gross) (?:pics?|photos?|videos?|stuff|things|memes)\b|"
        r"\binappropriate memes\b",
        sign=_MAN,
        unless=r"\b(?:sister|cousin|brother|grandma|grandpa|mom|aunt)\b",
    ),
    Weak(
        wording=r"\bgo (?:to|with) (?:his|her) (?:house|car|apartment)\b|\bgo to her\b",
        sign=r"\b(?:alone|secret\w*|he|his|man|guy|older|online|coach|uncle|not tell|without)\b",
    ),
    Weak(
        wording=r"\bsays? (?:im|i'm|i am|that im) (?:his|her) (?:special|secret|little|girl|boy)",
        sign=r"\A(?!.*\b(?:baby|little (?:bro\w*|cousin|kid)|lol|grandma|preschool\w*)\b).*"
        r"\b(?:he|uncle|coach|step ?dad|teacher|man|guy|secret|girl ?friend|neighbou?r)\b",
    ),
    Weak(
        wording=r"\bof me\b[^.]*\bsleep",
        sign=_MAN,
        unless=r"\b(?:uncle|step ?dad|neighbou?r|coach|man|guy)\b",
    ),
    # If I tell: what then?
    Weak(
        wording=r"\bif i (?:tell|told|say|said|talk|scream|report)\b.*\b(?:do|leave|send|punish)\b",
        sign=r"\b(?:hurt\w*|hit\w*|kill\w*|worse|it again|jail|away|pics?|photos?|nudes?|foster|"
        r"scared|touch\w*)\b",
        unless=r"\b(?:hurt|kill|hit|beat)\b",
    ),
    # Hit by what?
    Weak(
        wording=r"\b(?:got|get|gets|was|were|been|getting|am) (?:hit|punched|slapped|touched|"
        r"beaten?|choked|kicked)(?: \w+)? (?:by|with|in|when|if|for|whenever)\b",
        sign=r"\b(?:by (?:my|his|her|a|the)? ?(?:step ?\w*|dad|mom|father|mother|parents?|uncle|"
        r"aunt|coach|teacher|boy ?friend|him|her|he|grand\w+|guardian|brother|family)|"
        r"(?:at|when i get) home|with (?:a|the|his|her) (?:belt|cord|stick|shoe|spoon|hanger|"
        r"cable|paddle|switch)|every|all the time|if i|when(?:ever)? (?:i|he|she|they)|for)\b",
    ),
    Weak(
        wording=r"\bbeaten at home\b|\b(?:was|been|got|being) (?:abused|beaten)\b",
        sign=r"\b(?:i|i'm|im|me|my|ive|i've|he|she|friend|we)\b",
    ),
    # Whom does one feel, lead, carry?
    Weak(
        wording=r"\b(?:felt|feels?) my (?:legs?|body|arms?)\b|\b(?:grab\w*|touch\w*|rub\w*) my "
        r"(?:legs?|waist|body)\b",
        sign=r"\b(?:he|his|man|guy|uncle|coach|step ?dad|driver|teacher|boy|under|thigh|scared|"
        r"weird|uncomf\w+|stop|without|kept|keeps|someone)\b",
    ),
    Weak(
        wording=r"\b(?:hugs?|hugged|grab\w*|kiss\w*|feel\w*|felt) (?:me|my)\b.*\b(?:and|when|"
        r"while|at night|even)\b",
        sign=_MAN,
        unless=r"\b(?:sexually|private|inappropriate|chest|butt|thigh)",
    ),
    Weak(
        wording=r"\bhands? (?:up|down|under|in|inside|on|around|between) my\b|"
        r"\bput\w* (?:his|her|a) hands? (?:on|around|over) (?:me|my)\b",
        sign=r"\b(?:he|his|she|her|uncle|coach|step ?dad|man|guy|teacher|dad|someone|boy)\b",
        beside=r"\b(?:shoulder|eyes|ears|back|head|forehead|hands?\Z)",
    ),
    Weak(
        wording=r"\b(?:watch\w*|look\w*|stare\w*) (?:at )?me\b",
        sign=r"\A(?!.*\b(?:cats?|dogs?|puppy|kitten|parrot|hamster|gecko|bird|fish|owl|"
        r"doll|poster|bunny|lizard|spider)\b)",
    ),
    # Marks, bruises, fear: of whom?
    Weak(
        wording=r"\b(?:marks?|bruis\w+|burns?|scars?|welts?)\b.*\b(?:he|she|from|because|cause)\b",
        sign=r"\b(?:hit\w*|beat\w*|grab\w*|belt|dad|step\w*|mom|uncle|coach|boy ?friend|bf|what (?:"
        r"he|she)|hurt\w*|chok\w*|punch\w*|squeez\w*|slap\w*|kick\w*|parents?|ex)\b",
    ),
    Weak(
        wording=r"\b(?:scared|afraid|terrified|frightened|nervous|fear)\b.*\b(?:around|alone|"
        r"get\w*|"
        r"walk\w*|be|being)\b",
        sign=r"\b(?:him|her|my (?:dad|step\w*|uncle|mom|parents?|boy ?friend)|with|he|she|"
        r"hit\w*|hurt\w*|yell\w*|beat\w*|drunk)\b",
    ),
    Weak(
        wording=r"\b(?:nervous|scared|afraid) (?:to|of)(?: even)? ?(?:go|going|com\w+|get\w*)\b",
        sign=r"\b(?:he|she|they|dad|step\w*|hit\w*|hurt\w*|drunk|beat\w*|kill\w*|mom|parents?|"
        r"alone|uncle|boy ?friend|today|tonight|anymore|him|fight\w*)\b|home\W*\Z|house\W*\Z|"
        r"home (?:after school|bc|because|and|so)\b",
    ),
    Weak(
        wording=r"\b(?:scared|afraid|terrified) (?:of|bc of|because of)\b",
        sign=r"\b(?:i|im|i'm|me|we|he|she|my (?:mom|sister|brother|friend))\b",
        beside=r"\b(?:driv\w+|doll|cooking|dog|cat|costume|singing|grade|report|reaction|mustache|"
        r"parrot|quiz|test|face when)\b",
    ),
    # Food and doors: is it for good?
    Weak(
        wording=r"\blet (?:me|us) eat\b|(?:t|not|never|stopped|refuses? to) giv(?:e|es|ing) (?:me|"
        r"us)\b|"
        r"(?:t|not|never|stopped|refuses? to) lets? (?:me|us)\b|"
        r"\bfeed(?:s|ing)? (?:me|us|my)\b",
        sign=r"\beat ?(?:\Z|[.,!?\n]|for (?:\w+ )?days?|until|because|if|when|anything|at all|"
        r"food|dinner|lunch|all|and|any ?more|bc|unless|cuz|only|sometimes)|\b(?:feeds?|"
        r"feeding) (?:me|us|my (?:sister|brother|siblings?|\w+ (?:sister|brother)))\b|"
        r"(?:give\w*|giving) (?:me|us) (?:any )?(?:food|dinner|anything to eat)|\b(?:inside|"
        r"see a doctor|shower|leave (?:the|my))\b",
    ),
    Weak(
        wording=r"\b(?:no|any|enough|nothing)\b.*\b(?:food|eat)\b",
        sign=r"\A(?!.*\b(?:vacation|trip|moving|grocer\w*|shopping|shops|store|lemon|ketchup|good|"
        r"party|picnic|camp|costco|fasting|plane|left over|delivery|order|spicy|snacks?)\b)",
    ),
    Weak(
        wording=r"\b(?:keep|keeps|kept) (?:me|us)\b",
        sign=r"\b(?:lock\w*|closet|basement|garage|shed|dark|tied|chain\w*|from (?:eating|"
        r"school)|cage|alone|all night|all weekend|for days|room)\b",
    ),
    Weak(
        wording=r"\block(?:s|ed|ing) (?:me|us)\b",
        sign=r"\A(?!.*\b(?:accident\w*|by mistake|lol|haha|keys?|forgot|locker|chromebook|"
        r"escape room|pizza|game)\b)",
    ),
    Weak(
        wording=r"\bmy (?:room|bed|bedroom)\b",
        unless=r"\block|\btouch",
        sign=r"\b(?:he|step ?dad|dad|uncle|man|cousin|grandpa|boy ?friend|bf|touch\w*|scared|"
        r"kiss\w*|"
        r"with me|every night|brother|coach)\b",
        beside=r"\b(?:socks?|lol|snacks?|charger|hoodie|"
        r"borrow\w*|call|sing\w*|game|laundry|wifi|vacuum)\b",
    ),
    Weak(
        wording=r"\b(?:thr(?:ow|ew|ows)|throwing|smash\w*) .* at (?:me|us|my)\b",
        sign=r"\b(?:plates?|bottles?|chairs?|shoes?|glass|knife|phone|remote|vase|things?|stuff|"
        r"pans?|lamp|rocks?|beer|cup|dishes|mug|ashtray|iron|tv|table|everything|objects?|"
        r"anything|hammer|bricks?|boots?|can|keys|forks?|stuff)\b",
    ),
    Weak(
        wording=r"\b(?:come|comes|came|coming|goes|went|swings?|swung|runs?|chas(?:es|ed)) "
        r"(?:after|at) (?:me|us|my \w+) (?:with|w)\b",
        sign=r"\b(?:knife|knives|belt|bat|stick|hammer|broom|scissors|machete|bottle|gun|pan|"
        r"cord|fists?|hanger|shoe|cable|axe|razor|lighter|iron|screwdriver)\b"
        r"(?<!water gun)(?<!nerf gun)(?<!glue gun)",
    ),
    Weak(
        wording=r"\bsexually\b|\bgrop\w+ (?:for|in|around|through)\b|\brapeseed\w*",
        sign=r"\b(?:abus\w*|assault\w*|harass\w*|sexually (?:touch\w*|attack\w*|explicit)|me|us)\b",
    ),
    # In Spanish: the same.
    Weak(
        wording=r"\b(?:me|nos) (?:hac(?:e|en|ia)|hizo|hicieron) (?:\w+ )?(?:algo|cosas)\b",
        sign=r"\b(?:fe[oa]s?|mal[oa]s?|rar[oa]s?|que no|noche|sin|escondid\w+|dol\w+|cuando|"
        r"miedo|solos?|solas|cuarto|ban[eo]\w*|daño|dano|verguenza|secreto)\b|cosas\W*\Z",
    ),
    Weak(
        wording=r"\b(?:le|les) (?:esta(?:ba)? )?(?:peg|da |toc|bes|empuj|avent|jal|quem|acar|"
        r"muerd|pellizc|obli|pate)",
        sign=r"\b(?:a (?:mi|su) (?:mama|mami|madre|herman\w+|espos\w+|primit\w+|ti[oa]|novia|"
        r"amig\w+|hij\w+)|a (?:ella|nosotros))\b",
    ),
    Weak(
        wording=r"\b(?:me|nos) (?:esta )?(?:peg(?:a|o|an|aba|aron)|pegando)\b",
        sign=r"\b(?:papa|mama|padr\w+|madr\w+|tio|tia|abuel\w+|novi\w+|entrenador|maestr\w+|"
        r"vecin\w+|el|ella|ellos|alguien|jefe|mucho|diario|siempre|cada|cuando|con (?:el|un|la|"
        r"una|su) (?:cint\w+|cable|palo|chancl\w+|puno|mano|escoba|zapato)|porque|si|casa|"
        r"fuerte|feo|hermano|primo|dad|mom|stepdad|uncle|coach|anoche|ayer|duro)\b",
        beside=r"\b(?:sol|gripa|flojera|estampas?|calcomani\w+|mocos?|stickers?|post ?its?|notas?|"
        r"lengua|cancion|nostalgia|chicle|sueno|risa|hambre|papelit\w+|balon|pelota|almohad\w+|"
        r"viento|frio|calor|tos|acento|catarro|virus|etiquet\w+|cinta|playera|ropa|curit\w+|"
        r"globo\w*|olor|ritmo|vibra|estampa|nieve|antojo|brillo\w*|brillitos|estrellit\w+)\b",
    ),
    Weak(
        wording=r"\b(?:me|nos) (?:bes|acaric|empuj|jal|avent|avient|toc|muerd|mord|pellizc|oblig|"
        r"lastim|apriet)\w*",
        sign=r"\b(?:fuerza|noche|partes|ahi|abajo|sin (?:mi|que)|permiso|feo|rar[oa]|boca|"
        r"cuerpo|pecho|piernas?|pompis|senos|moret\w+|dol\w+|llor\w+|siempre|cada vez|"
        r"borrach\w+|enoj\w+|contra|escalera\w*|pared|piso|a (?:tocar|besar|desnud|acostar|"
        r"dormir con|"
        r"quitar)\w*|miedo|no (?:quiero|queria|me gusta)|cigarr\w+|plancha|padrastro|(?:jal\w+|"
        r"avent\w+|tira\w*) (?:\w+ )?(?:\w+ )?(?:pelo|cabello)|"
        r"y me (?:da|dio) (?:asco|miedo)|aunque|secreto|cuando (?:dormi\w+|estamos|estoy|no hay|"
        r"toma|duermo|mi)|"
        r"hasta|tio|novio|vecino|senor|profe|entrenador|a golpes)\b",
        unless=_STRONG,
    ),
    Weak(
        wording=r"\bamenaz\w+",
        sign=r"\b(?:mat\w+|peg\w+|golpe\w+|cuchillo|pistola|navaja|dano|lastim\w+|fotos?|"
        r"publicar|subir|cint\w+|correrme|sacarme|miedo|no le diga|si (?:digo|hablo|cuento))\b",
    ),
    Weak(
        wording=r"\b(?:jal|encierr|empuj|met|mete)\w*",
        sign=r".",
        beside=r"\b(?:trenz\w+|pein\w+|chongo|cepill\w+|bici\w*|carrito|columpio|silla|"
        r"cargador|comida|control|por (?:mi|el|la|un|una) (?:cargador|ropa|sudadera|tarea|"
        r"libro))\b",
    ),
    Weak(
        wording=r"\bmiedo\b|\bno hay\b|\b(?:scared|afraid|nervous)\b|\bfeed (?:me|us)\b",
        sign=r".",
        beside=r"\b(?:boleta|jaja\w*|calificacion\w*|buffet|vamos (?:al|a (?:un|cenar|comer))|"
        r"alley|gansos?|perros?|payasos?|aranas?|storm|dark|rain|camp|jk|(?:scared|afraid|"
        r"terrified) (?:of|bc of|because of) (?:my|"
        r"his|her) \w+'?s (?!boy|bf|husband|friend|new)\w+)\b",
    ),
    Weak(
        wording=r"\b(?:me|nos) quem\w+",
        sign=r"\b(?:papa|mama|padrastro|madrastra|ti[oa]|novio|cigarr\w+|plancha|proposito|"
        r"el|ella|castig\w+)\b",
        beside=r"\b(?:sol|comal|sopa|cafe|frijoles|arroz|tortillas?)\b",
    ),
    Weak(
        wording=r"\bda(?:n)? de comer\b|\bno (?:hay|tenemos|queda|nos dan|me dan|me da|nos da|"
        r"me dejan?|nos dejan?)\b",
        sign=r"\b(?:no (?:me|nos) dan? (?:de )?comer|en (?:mi |la )?casa|desde (?:ayer|el|hace)|"
        r"hace (?:\w+ )?dias?|cenar\W*\Z|comer\W*\Z|comida\W*\Z|de castigo)\b",
    ),
    Weak(
        wording=r"\bfue (?:golpead|maltratad|abusad|violad|acosad|victima)",
        sign=r"\b(?:mi|yo|amig\w+|herman\w+|ella)\b",
    ),
    Weak(
        wording=r"\b(?:moret\w+|marcas|golpes|cicatri\w+)\b",
        sign=r"\b(?:papa|mama|padrastr\w+|tio|tia|novio|abuel\w+|pego|peg(?:a|an|aron)|golpe\w+|"
        r"hizo|jefe|padres|entrenador|cinturon|escond\w+|tap\w+)\b",
    ),
    Weak(
        wording=r"\b(?:va a|iba a|mata\w*)\b",
        sign=r"\b(?:matar(?:me|nos)?|mata|pegar\w*|golpear\w*|hacer\w* (?:algo|dano)|partir|"
        r"quemar|dano)\b",
    ),
    Weak(
        wording=r"\b(?:entra|entro|entraba|se mete|se metio|se metia|viene|venia|se acuesta|"
        r"se acosto)\b.*\b(?:cuarto|cama|recamara|habitacion)\b",
        sign=r"\b(?:papa|padrastro|tio|primo|novio|abuelo|hombre|senor|el|hermano|hermanastro|"
        r"toc\w+|miedo|vecino|padrino)\b",
        beside=r"\b(?:gat\w+|perr\w+|mosquito\w*|cuento)\b",
    ),
    Weak(
        unless=r"\b(?:oblig|forz)",
        wording=r"\b(?:dormir con|acostar|tocar) ?\w*|\bme (?:ve|mira|veia) (?:cuando|mientras)\b",
        sign=r"\b(?:el|ella|papa|padrastro|tio|primo|novio|abuelo|hombre|senor|profe|su|sus|"
        r"desnud\w+|ropa|ban\w+|vecino|entrenador)\b",
        beside=r"\b(?:piano|guitarra|gat\w+|perr\w+|"
        r"temprano|flauta|violin|cancion|puerta|timbre)\b",
    ),
)
