"""Threats against others and talk of weapons, by how it is said."""

from __future__ import annotations

from homeroom.policy.detect.danger import Told

_GOING = (
    r"(?:gonna|gunna|going to|goin to|i'?ll|ill|i will|i'?m|im a|imma|i'?ma|ima|finna|boutta|"
    r"bouta|about to|want(?:s|ed)? to|wanna|"
    r"gotta|swear|plan(?:s|ning|ned)? (?:to|on)|should|might|we'?ll|he'?ll|she'?ll|they'?ll|"
    r"will|would|could|let'?s|need to|"
    r"ready to|ought to|threaten(?:s|ed|ing)? to|trying to|hope|thinking (?:of|about)|i'?d|going 2)"
)
_SO = (
    r"(?: just| really| literally| fucking| to| actually| so| straight up| personally|"
    r" seriously| come| go| i| he| all)*"
)
_DO = (
    r"(?:kill(?:ing)?|murder(?:ing)?|stab(?:bing)?|shoot(?:ing)?(?: up)?|strangl(?:e|ing)|"
    r"chok(?:e|ing)|beat(?:ing)? up|"
    r"beat (?:the \w+ (?:out of|outta)|the living \w+ out of)|hurt(?:ing)?|slit|punch(?:ing)?|"
    r"poison(?:ing)?|attack(?:ing)?|bury|"
    r"jump|cut|knife|gut|slaughter|shank|snipe|blast|burn|drown|choke out|knock out|bash|"
    r"execute|wipe out|take out|smash|"
    r"body slam|run over|hang|torture|end|kick|fuck up|mess up|blow up|bomb)"
)
_WHOM = (
    r"(?:you|u|ya|yall|y'all|him|her|them|every ?one|every ?body|all of (?:you|them|u)|"
    r"(?:this|that|these|those|the|a) (?:kid|kids|boy|girl|"
    r"teacher|principal|class|whole class|school|whole school|guy|dude|people|freshmen|sub|"
    r"bitch|coach|students?|one)|some ?(?:one|"
    r"body|kids|people)|people|my (?:teacher|class|classmates|bully|ex|step ?dad)|(?:mr|mrs|"
    r"ms)\.? \w+)"
)
_WEAPON = (
    r"(?:guns?|pistols?|rifles?|shotguns?|handguns?|glocks?|revolver|knife|knives|machete|"
    r"weapons?|bombs?|grenades?|ar ?-?15s?|ak|"
    r"explosives?|ammo|bullets|switch ?blades?|pocket ?kni(?:fe|ves)|blades?|box ?cutters?|"
    r"firearms?|brass knuckles|molotov\w*|strap|"
    r"gat|nine|shank|tasers?|bb gun)"
)
_HAVING = (
    r"(?:bring(?:s|ing)?|brang|brought|has|have|got|carr(?:y|ies|ying|ied)|hiding|hid|hides|"
    r"pack(?:s|ing)|keeps?|kept|pull(?:s|ed) out|"
    r"pulled|showed (?:me|us|everyone)|shown|point(?:s|ed|ing)|bought|buying|stole|stealing|"
    r"took|taking|take|grab|grabbing|get|getting|"
    r"use|using|load(?:ed|ing)?|own(?:s)?|with|sneak\w*|snuck|wav(?:ed|ing)|flash(?:ed|ing)|"
    r"there(?:'?s| is| was)|found|saw|borrow\w*|"
    r"build(?:ing)?|built|mak(?:e|ing)|made|plant(?:ed|ing)?|put(?:ting)?|set(?:ting)? off|"
    r"threaten\w* (?:me|us|him|her|them|people) with|"
    r"access to)"
)
_HERE = (
    r"(?:in|inside|at|to|on|under|into) (?:his|her|my|their|the|a|your|our|this|"
    r"that)? ?(?:\w+ )?(?:bag|back ?pack|locker|waist ?band|hoodie|pocket|desk|"
    r"school|class(?:room)?|campus|building|gym|cafeteria|bathroom|bus|hallway|office|jacket|"
    r"sock|prom|lunch|playground|stairwell|"
    r"library|parking lot|homecoming|assembly|face|head|us|me|them|him)"
)
_WHEN = (
    r"(?:tomorrow|tmrw|tmr|tmw|monday|tuesday|wednesday|thursday|friday|after (?:school|class|"
    r"lunch)|next week|at lunch|tonight|"
    r"in the morning)"
)

_G = r"(?: (?!it\b|time\b|this (?:test|quiz|game)|me\b)[\w']+)"
_ANYBODY = (
    r"(?:you|u|ya|yall|y'all|him|her|them|us all|all of us|every ?one|every1|everyi|everyl|"
    r"every ?body|all of (?:you|them|u)|people|kids|some ?(?:one|body)|(?:this|that|these|"
    r"those|the) (?:\w+ )?(?:kids?|boys?|girls?|teachers?|principal|"
    r"class|school|guys?|dude|people|freshm[ae]n|sophomores?|seniors?|juniors?|sub|bitch|"
    r"coach|students?|place|counselor|bully|bullies|loser|nerd|jerk)|that \w+er|(?:mr|mrs|"
    r"ms)\.? \w+|my (?:teacher|class|classmates|bully|ex))"
)

ENGLISH = (
    r"\b(?:bomb|shooter|gunman) (?:in|at|under|inside) (?:the|our|this|my) (?:\w+ )?(?:gym|"
    r"school|bathroom|cafeteria|locker|building|classroom|library|office|bus|auditorium|"
    r"parking lot)\b(?: \w+){0,3}",
    rf"\b{_GOING}{_G}{{0,3}} (?:kill|murder|stab|shoot(?: up)?|strangle|choke(?: out)?|beat up|"
    r"jump|attack|hurt|slit|slaughter|knife|shank|blow up|burn down|shoot at|"
    rf"beat)(?: the \w+ out of| up)? {_ANYBODY}\b(?: (?:up|so bad|so hard|down|"
    r"to \w+))?(?: \w+)?",
    r"\b(?:get|gets|getting|got|gonna be|going to be|be) (?:jumped|shot(?: up)?|stabbed|"
    r"beat(?:en)? up|knifed|shanked|murdered)\b(?: \w+){0,3}",
    r"\b(?:make|making) (?:them|him|her|you|u|every\w+|yall|people)(?: all)? pay\b(?: \w+){0,3}",
    r"\b(?:say\w*|said|told|keeps? saying|swore|threaten\w*|heard|"
    rf"promise\w*){_G}{{0,5}} (?:kill|shoot|stab|hurt|murder|bomb) (?:us|me|every\w+|people|"
    r"someone|all|him|her|them|you|the)\b(?: \w+)?",
    rf"\b{_GOING}{_SO} {_DO} {_WHOM}\b(?: up)?(?: \w+)?",
    r"\b(?:kill|murder|stab|shoot|strangl|behead|slaughter)(?:ing|bing|e|ed|s)? (?:you|u|yall|"
    r"him|her|them all|every ?one|every ?body|all of (?:you|"
    r"them)|(?:this|that) (?:kid|boy|girl|teacher)|people at|the (?:whole|entire) \w+)\b",
    r"\bbeat(?:ing)? (?:you|u|him|her|them|that kid|yo|ur|your|his|their|yo) ?(?:up|ass|"
    r"face in|to (?:a pulp|death)|down|senseless|so bad|until|black)\b|"
    r"\bjump(?:ing)? (?:you|u|him|her|them|that kid)(?: \w+)? (?:after|at|behind|in|when|"
    r"tomorrow|outside)",
    r"\b(?:break|snap|bash|smash|cut|slit|slash|crack|punch|rip|blow|kick|knock|stomp|cave|"
    r"beat|shove)(?:ing)? (?:you(?:r)?|ur|yo|his|her|their|"
    r"that kid'?s|(?:mr|ms|mrs)\.? \w+) ?(?:in the |through the |ya |out )?(?:neck|jaw|face|"
    r"nose|legs?|arms?|throat|skull|head|teeth|bones?|"
    r"tires|brains?|fingers|ribs|stomach|knees?)(?: \w+)?",
    rf"\b{_HAVING}(?: \w+'?s?){{0,3}}? {_WEAPON}(?: \w+)? (?:{_HERE}|{_WHEN})",
    r"\b(?:bring(?:s|ing)?|brang|brought|carr(?:y|ies|ying)|hiding|pull(?:s|ed) out|pulled|"
    r"point(?:s|ed|ing)|show(?:ed|s|ing)?(?: me| us| everyone)?"
    r"|threaten\w* (?:me|us|him|her|them|people) with|access to|stole|steal|load(?:ed|ing)|"
    r"take|took|get|getting|grab|sneak\w*|snuck|use|using)"
    r"(?: a| the| his| her| my| their| some| an| \w+'s| dads?| moms?| uncles?| brothers?|"
    r" real| loaded)* (?:(?:hand|shot|ghost|machine)? ?guns?|pistols?|"
    r"rifles?|glocks?|knife|machete|weapons?|bombs?|grenades?|ar ?-?15s?|explosives?|ammo|"
    r"switch ?blades?|firearms?)\b(?: \w+){0,2}",
    r"\b(?:he|she|they|i|someone|kid|hes|shes|he's|she's|i've|ive|we|somebody|guy|dude|"
    r"brother|dad) (?:has|have|got|owns?)(?: a| the| his| her| got| my| "
    r"real| his dad'?s| loaded)* (?:gun|pistol|rifle|glock|knife|machete|bomb|weapon|grenade|"
    r"ar ?-?15)\b(?: \w+){0,2}",
    r"\b(?:theres|there's|there is|there'?s gonna be|there will be|i (?:put|planted|hid|left|"
    r"made|built)|someone (?:put|planted|left|brought)|he "
    r"(?:put|planted|hid|made|built)|they (?:put|planted|hid)|heard there'?s) (?:a |"
    r"gonna be a |going to be a )?(?:pipe )?(?:bomb|shooter|gunman|shooting|"
    r"gun|explosive)\w*(?: \w+){0,3}",
    r"\b(?:shoot|shooting|shot|blow|blowing|light|burn|burning|bomb|bombing|set|torch) (?:up|"
    r"down|fire to)? ?(?:the|this|our|ur|that|my|whole|entire)"
    r"(?: \w+)? ?(?:school|place|building|gym|class(?:room)?|cafeteria|hallway|campus|house|"
    r"office|church|bus)(?: \w+)?(?: on fire| up| down)?",
    r"\bshoot(?:ing)? (?:it|this place|up) (?:up|the|this|a|our)\b|\bshoot (?:every|them|"
    r"people|kids|you|him|her|u\b)\w*",
    r"\b(?:do ?n'?t|better not|should ?n'?t|wouldn'?t|stay home)(?: even)?(?: go|"
    r" come)? (?:to|from|at) (?:school|class|the (?:assembly|pep rally|game|dance|"
    r"prom))(?: on)? (?:tomorrow|tmrw|tmr|monday|tuesday|wednesday|thursday|friday|next)(?: \w+)?",
    r"\b(?:you|u|ur|you'?re|youre|they|they'?re|every ?one|every ?body|he|hes|he's|she'?s|"
    r"yall|all of (?:you|them|yall))(?: r| are| is| all| gonna| going to| will|"
    r" deserves?| deserve| need| must| should|'?ll)+(?: to)?(?: all)? (?:die|dead (?:after|"
    r"tomorrow|at|when|if|on|meat after)|pay for (?:this|what|it)|be sorry|regret"
    r" (?:this|it|what|messing|coming)|get (?:shot|stabbed|killed|what(?:'?s| is) coming)|"
    r"bleed|suffer|burn)\b(?: \w+)?",
    r"\b(?:want|wanted|need|wish|like) (?:you|u|him|her|them|yall|every ?one|every ?body|"
    r"all of (?:you|them))(?: all)?(?: \w+){0,4}? (?:dead|to die|gone forever|to bleed|"
    r"to suffer)\b",
    r"\b(?:you'?re|youre|ur|they'?re|you are|we'?re all|yall are|he is|he's|"
    r"hes) (?:all )?(?:gonna be )?dead(?: to me)?(?:\Z| when| if| after| tomorrow| soon)|"
    r"\b(?:they'?re|theyre|they are|he'?s|hes|she'?s|shes|he is|someone is|"
    r"somebody is) (?:gonna|going to|trying to|out to|coming to|planning to) (?:kill|shoot|"
    r"stab|jump|hurt|beat|attack) (?:me|us)(?: up)?\b(?: \w+)?",
    r"\b(?:threaten(?:s|ed|ing)?|promised|swore|said (?:he|she|they)(?:'d| would|'ll| will|"
    r" was gonna| was going to| is going to| gonna)?)(?: to)? (?:stab|shoot|kill|jump|fight|"
    r"hurt|beat) (?:me|us|him|her|them|everyone|people|someone)\b(?: up)?(?: \w+)?",
    r"\bwatch your back\b|\b(?:you'?re|ur|youre|he'?s|hes|she'?s|they'?re) (?:next|"
    r"a dead (?:man|kid|boy|girl)|dead (?:tomorrow|after|when|if))\b|"
    r"\bi know where (?:you|u|he|she|they) lives?\b|\b(?:hit|kill|death|"
    r"shit) ?list\b(?: \w+)?|\blist of (?:people|kids|everyone) (?:i|to|who|im)(?: \w+){0,2}|"
    r"\bput (?:you|u|him|her|them|a bullet)(?: \w+)? (?:in(?: the| a| your| ur| his|"
    r" her)? (?:hospital|coffin|ground|grave|head|wheelchair|dirt|er|casket)|six feet)|"
    r"\bsix feet under\b|\b(?:wish|hope) (?:you|u|he|she|they|every ?one|"
    r"yall)(?: all)?(?:'?d)?(?: would| just)? (?:die|dies|were dead|was dead|get (?:shot|hit)|"
    r"got shot|choke)\b|\bblood (?:will|is gonna|everywhere)|\bwatch what happens (?:tomorrow|"
    r"at|on)|\bmake (?:them|you|him|her|everyone|yall|u)(?: all)? "
    r"(?:pay|bleed|suffer|sorry|regret)\b(?: \w+)?|\b(?:school|mass) shoot(?:ing|er)(?: \w+)?|"
    r"\bbomb threat\b",
)

_VOY = r"(?:voy|boy|vooy|vamos|va|van|iba|ibamos|iban|vaya)"
_HACER = (
    r"(?:stab|shoot|kill|punch|beat|jump|hurt|fight|matar|golpear|pegar|apunalar|disparar|"
    r"madrear|cortar|quemar|ahorcar|acuchillar|reventar|balear|navajear|picar|destrozar|"
    r"desmadrar|putear|asesinar|cachetear|lastimar|balacear|atropellar|estrangular|degollar|"
    r"agarrar a (?:golpes|palos|patadas|putazos)|"
    r"partir|romper|sacar (?:la|las) (?:sangre|tripas|cuchilla)|sacar un ojo|dar (?:un|una|de|"
    r"en la) \w+|meter (?:un|una) \w+|hacer (?:pedazos|"
    r"dano|picadillo)|mandar al (?:hospital|panteon)|dejar (?:sin dientes|tirad\w+|muert\w+|"
    r"en el hospital)|enterrar|rajar|tirar los dientes|"
    r"dar tus|cargar la|chingar|hacer sangrar|arrancar|envenenar|secuestrar|volar la cabeza|"
    r"caer a golpes|esperar (?:a la salida|afuera|saliendo))"
)
_ARMA = (
    r"(?:pistolas?|cuchillos?|navajas?|armas?(?! (?:el|la|los|las|un|una|secreta)\b)|bombas?|"
    r"machetes?|rifles?|fusca|cuete|escopetas?|granadas?|"
    r"metralleta|explosivos?|punal|cuernos? de chivo|revolver|balas|gun|knife|bomb|weapon)"
)

SPANISH = (
    r"\b(?:te|se|se me) (?:vas?|van) a morir\b(?: \w+){0,2}|\b(?:voy|vamos|va|"
    r"van) a (?:balear|balacear|quemar|atacar|bombardear|tirotear|explotar|volar) (?:a |la |"
    r"el |esta |este |toda la )+(?:escuela|salon|clase|secundaria|prepa|gente|todos|maestr\w+|"
    r"profe\w*|director\w*|gimnasio|casa|companer\w+)\b(?: \w+){0,3}",
    rf"\b(?:te|lo|la|los|las|le|les|me lo|me la) {_VOY} a (?:\w+ )?(?:sacar|romper|partir|"
    r"quebrar|arrancar|cortar|volar|reventar|quitar|llenar|dejar|hacer|tronar|pisar|abrir|"
    rf"rajar)(?: \w+){{0,2}}? (?:ojos|dientes|cara|hocico|madre|cabeza|brazos?|piernas?|cuello|"
    r"nariz|dedos|lengua|boca|huesos|"
    r"tripas|mandibula|manos|plomo|golpes|sangre|costillas|panza|garganta|pedazos|jeta)\b(?: \w+)?",
    r"\b(?:hacer|haga|haya|va a haber|habra|planea\w*|hare|quiero|"
    r"quiere)(?: \w+){0,2} (?:masacre|tiroteo|matanza|balacera)\b(?: \w+){0,3}",
    r"\b(?:te|lo|la|los|las|le|les|me (?:lo|la|los|las)|se (?:lo|la|"
    rf"los)) {_VOY} a (?:\w+ a )?{_HACER}\b(?: (?:la|el|los|las|tu|su|a|en|de|todos|en la|una|"
    r"un) \w+)?"
    r"(?: \w+)?",
    rf"\b(?:{_VOY}|quiero|quisiera|queria|pienso|ganas de|planeo|planean|quieren|quiere|"
    r"dijo que|amenazo con|jura|juro) (?:a |que )?"
    r"(?:matar|apunalar|acuchillar|asesinar|golpear|disparar|balear|lastimar|madrear|navajear|"
    r"degollar|balacear|secuestrar|ahorcar|envenenar)(?:(?:te|lo|la|los|las|le|les|nos)"
    r"(?: a todos)?|(?:les?)? a (?:todos|todas|alguien|ese|esa|esos|mi (?:profe|maestr[oa]|"
    r"companer\w+|ex|padrastro)|un|una|el|la|los|unos|ti|cualquiera|varios))\b(?: \w+)?",
    r"\b(?:pegarle|partirle|romperle|matarlo|matarla|matarlos|apunalarlo|golpearlo|golpearla|"
    r"dispararle|madrearlo|dispararles) (?:la|el|a|en|con|un|despues|al?|saliendo|en la)?"
    r"(?: \w+)?\b",
    r"\b(?:tra(?:er|ere|igo|e|en|jo|iga|yendo)|yeb(?:ar|o)|llev(?:ar|o|are|ara)|teng[oa]|"
    r"tien(?:e|es)|carg[oa]|sac(?:o|ar)|consegui\w*)(?: (?:a|un|una|el|la|mi|su|de|mi papa|"
    rf"unas?))* {_ARMA}\b(?: (?:de|en|a|y|para) \w+(?: \w+)?){{0,2}}",
    r"\b(?:tra(?:er|igo|e|en|jo|jeron|ia|iga|yendo|eran)|llev(?:ar|o|a|an|aba|are|ara|emos|"
    r"aron)|teng[oa]|tien(?:e|en|es)|carg(?:a|o|ar|aba)|sac(?:o|a|ar|aron|are)|"
    r"ensen(?:o|aba|ando)|escond(?:e|io|ida|er)|consegu(?:i|ir|ido)|robar?|agarr(?:ar|o|e)|"
    r"compr(?:o|e|ar)|met(?:er|io|ieron)|pas(?:ar|o)|hay|puse|pus\w+|pon(?:er|go)|dej(?:o|e|"
    r"ar|aron)|"
    r"hac(?:er|iendo)|arm(?:ar|ando|o|e)|usar|apunt(?:o|aba|ando)(?: con)?|"
    r"amenaz\w+(?: \w+)? con|yebar|yevar|yevo|traere|llevare)(?: \w+)? (?:un|una|el|la|su|"
    r"unas?|las|los|mi|una de|otra)(?: \w+)? ?{_ARMA}"
    r"(?: (?:en|a|al|de|del|debajo) \w+(?: \w+)?)?(?: \w+)?",
    rf"(?<!corto con la )(?<!corte con la )\b{_ARMA} (?:en (?:su|mi|la|el|tu) (?:mochila|bolsa|"
    r"casillero|locker|salon|escuela|bano|chamarra|pantalon|cintura|gimnasio|cafeteria|banca|"
    r"lonchera)|(?:a|para) la escuela)",
    r"\b(?:tiroteo|balacera|masacre|balazos|disparos|tirador|matanza|shooting)(?: \w+)? (?:en|"
    r"manana|aqui|el)(?: \w+)? ?(?:escuela|prepa|secu\w*|lunes|martes|miercoles|jueves|"
    r"viernes|salon|recreo|"
    r"manana|gym|school)?",
    r"\b(?:disparar|tirar balazos|echar bala|abrir fuego|dispararle?s?|"
    r"soltar balazos)(?: \w+)? ?(?:en|a|al|contra) (?:la|el|todos|los|quien|alguien|"
    r"mi)(?: \w+)?",
    r"\b(?:explotar|volar|quemar|incendiar|prenderle? fuego a|tronar|reventar|bombardear|"
    r"destruir)(?: \w+)? (?:la|esta|mi|toda la|el|tu|su) ?(?:escuela|salon|casa|prepa|"
    r"secundaria|direccion|gimnasio|"
    r"edificio|carro|oficina|cafeteria|biblioteca)",
    r"\bno (?:vengan?|vayan?|vayas|vengas|se aparezcan) (?:a la escuela |a clase )?(?:manana|"
    r"el (?:lunes|martes|miercoles|jueves|viernes)|pasado)(?: \w+)*?(?: a la escuela)?\b",
    r"\b(?:todos|todas|se|ustedes|les|ya|me la|me las|lo|el)(?: se)? (?:van?|"
    r"vas) a (?:morir(?:se)?|pagar|arrepentir|acordar de mi|cargar|lamentar)\b(?: \w+)?|"
    r"\bse (?:merecen?|van a) morir\b|\bmerecen? morir\w*|\bojala (?:te|se) (?:mueras?|mueran|"
    r"murieras|maten)\b|\blista (?:negra|de (?:muerte|gente|los que|todos los que))(?: \w+)?|"
    r"\b(?:estas|esta|date por|eres) muert[oa](?: (?:a|en|saliendo|manana|si|cuando) \w+)|"
    r"\bse donde vives\b|\bcuidate la espalda\b|\bte (?:mato|apunalo|disparo|quiebro|reviento|"
    r"parto (?:la|tu)|rompo (?:la|el|tu)|acuchillo|madreo)\b(?: \w+)?|\b(?:lo|la|los) (?:mato|"
    r"quiebro|reviento|apunalo)\b(?: \w+)?|\b(?:van a haber|va a haber|habra) (?:muertos|"
    r"sangre|balazos)\b|"
    r"\bamenaza de bomba\b",
)

TOLD = Told(
    trigger=(
        r"(?:a morir|balear|balacear|atacar|tirotear|bombardear)|"
        r"\b(?:kill|murder|stab|shoot|strangl|chok|beat|hurt|slit|punch|poison|attack|bury|"
        r"jump|cut|knife|gut|slaught|shank|snipe|blast|burn|drown|"
        r"knock|bash|execute|wipe|take|smash|body slam|run over|hang|tortur|end|kick|fuck|"
        r"mess|blow|bomb|break|snap|crack|rip|stomp|behead)[a-z]* (?:up |out |"
        r"down |the \w+ (?:out of|outta) )?(?:you|u|ya|yo|yall|y'all|ur|your|him|his|her|them|"
        r"their|every|all|this|that|these|those|the|a|some|people|my|us|me|kids|"
        r"mr|ms|mrs)\b"
        r"|\b(?:guns?|pistols?|rifles?|shotguns?|handguns?|glocks?|revolver|knife|knives|"
        r"machete|weapons?|bombs?|grenades?|ar ?-?15s?|explosives?|ammo|bullets|"
        r"switch ?blades?|pocket ?kni(?:fe|ves)|blades?|box ?cutters?|firearms?|knuckles|"
        r"molotov\w*|strap|shooter|gunman|shoot\w*|shot)\b"
        r"|(?:to|from|at) (?:school|class|the (?:assembly|pep|game|dance|prom)) |\b(?:die|stabbed|"
        r"dead|pay|jumped|shanked|knifed|sorry|regret|get (?:shot|stabbed|killed|what)|bleed|"
        r"suffer)\b"
        r"|watch your back|is next|re next|ur next|where (?:you|u|he|she|they) live|(?:hit|"
        r"kill|death|shit) ?list|list of|(?:hospital|coffin|grave|casket|wheelchair|six feet)"
        r"|blood|watch what|set fire|light|torch"
        r"|(?:voy|boy|vamos|van?|iba|ibamos|iban) a (?:[a-z]+ a )?(?:mat|golp|peg|apun|disp|"
        r"madr|cort|quem|ahor|acuch|rev|bal|nav|pic|dest|desm|put|ases|cach|last|atro|"
        r"estr|deg|agarr|stab|sh|kill|punch|beat|jump|hurt|fight|part|romp|sac|dar|met|hac|"
        r"mand|dej|ent|raj|tir|carg|ching|arr|env|sec|vol|caer|esp|mor|pag|aco|lam)"
        r"|ojos|dientes|hocico|(?:matar|apunalar|acuchillar|asesinar|golpear|disparar|balear|"
        r"lastimar|madrear|navajear|degollar|pegarle|partirle|romperle)"
        r"|\b(?:pistola|cuchillo|navaja|arma|bomba|rifle|fusca|cuete|escopeta|granada|"
        r"metralleta|explosivo|punal|balas|tiroteo|balacera|masacre|balazo|disparo|tirador|"
        r"matanza)s?\b|explotar|volar|quemar|incendiar|prender|tronar|reventar|bombardear|"
        r"destruir|no (?:vengan?|vayan?|vayas|vengas)|merecen? morir|ojala|lista|"
        r"muert[oa]|donde vives|espalda|\b(?:te|lo|la|los) (?:mato|apunalo|disparo|quiebro|"
        r"reviento|parto|rompo|acuchillo|madreo)|habra|van? a haber"
    ),
    patterns=(*ENGLISH, *SPANISH),
)
