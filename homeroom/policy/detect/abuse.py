"""Talk of being hurt, touched, starved or shut in by somebody, by how it is said."""

from __future__ import annotations

from homeroom.policy.detect.danger import Told

_FAMILY = (
    r"(?:step ?-?|foster ?|god ?|grand ?|ex ?)?(?:dad(?:dy)?|father|pops|mom(?:my)?|mum|"
    r"mother|mama|"
    r"papa|pa|parents?|folks|uncle|aunt(?:ie|y)?|grandpa|grandma|granny|grampa|nana|family)s?"
)
_OTHERS = (
    r"(?:boy ?friend|girl ?friend|bf|gf|ex|coach|teacher|tutor|neighbou?r|pastor|priest|babysitter|"
    r"guardian|nanny|someone|somebody|a man|this man|some (?:guy|man)|this guy|old man|"
    r"family friend|"
    r"youth leader|counselor|husband|sitter|boss|caregiver|instructor|bus driver|driver|trainer)s?"
)
_PEERS = (
    r"(?:(?:step ?|half ?|big |older |little )*(?:brother|sister|bro|sis|cousin|sibling|"
    r"roommate))s?"
)
_WHO = (
    rf"(?:(?:my|our|his|her|the|a|that|this|mi)(?: \w+'?s?)? )?(?:{_FAMILY}|{_OTHERS})"
    r"(?:'?s (?:new )?(?:boy ?friend|bf|husband|gf|girl ?friend|friend))?"
)
_THEY = r"(?:he|she|they|hes|shes|theyre|he's|she's|they're)"
_OFTEN = (
    r"(?: always| sometimes| keeps?| kept| still| just| really| has| have| had| been| is| was|"
    r" used to|"
    r" starts?| started| also| even| would| will| likes to| often| never stops?| would always|"
    r" got mad"
    r" and| gets mad and| gets drunk and| got drunk and| comes home and| came home drunk and|"
    r" came in and"
    r"| d| regularly| constantly| literally| actually| again)*"
)
_HURT = (
    r"(?:hit(?:s|ting)?|beat(?:s|ing|en)?|slap(?:s|ped|ping)?|punch(?:es|ed|ing)?|kick(?:s|ed|"
    r"ing)?|"
    r"chok(?:e|es|ed|ing)|strangl(?:e|es|ed|ing)|burn(?:s|ed|t|ing)?|whip(?:s|ped|ping)?|"
    r"smack(?:s|ed|ing)?|shov(?:e|es|ed|ing)|hurt(?:s|ing)?|drag(?:s|ged|ging)?|bit(?:e|es)?|"
    r"spank(?:s|ed|ing)?|bruis(?:e|es|ed)|abus(?:e|es|ed|ing)|starv(?:e|es|ed|ing)|tie[sd]?|"
    r"threaten(?:s|ed|ing)?|rap(?:e|es|ed|ing)|molest(?:s|ed|ing)?|grop(?:e|es|ed|ing)|"
    r"grab(?:s|bed|bing)?|push(?:es|ed|ing)?|thr(?:ow|ows|ew|owing)|slam(?:s|med|ming)?|"
    r"whoop(?:s|ed|ing)?|touch(?:es|ed|ing)?|attack(?:s|ed)?|assault(?:s|ed)?|pinn?(?:s|ed)?|"
    r"pinch(?:es|ed)|knock(?:s|ed)|lash(?:es|ed))"
)
_GENTLE = r"(?:grab|push|thr|tie|pin|bit|pinch|knock|attack|burn|drag|shov)"
_US = (
    r"(?:me|us|my (?:mom|mother|(?:little |baby |big |older |younger )*(?:sister|brother|"
    r"siblings?|bro|sis)))"
)
_BELT = (
    r"(?:with|w) (?:a|an|the|his|her|my|their|an? \w+)? ?(?:\w+ )?(?:belt|cord|cable|hanger|"
    r"broom|stick|"
    r"bat|paddle|shoe|wire|whip|ruler|spoon|switch|iron|cigarettes?|lighter|pan|hose|"
    r"extension cord)\b"
)
_PARTS = (
    r"(?:there|down there|where (?:i|he|she|no)|private\w*|chest|butt|thighs?|breasts?|boobs|"
    r"under my|"
    r"in (?:a )?(?:bad|weird|wrong|inappropriate|private) \w+|inappropriate\w*|in ways|"
    r"sexually|without|"
    r"between my|even (?:tho|when|though)|when (?:im|i'm|i am|no|we|every|my)|at night|"
    r"and (?:i|said|told|"
    r"says)|while i|like that)"
)
_NUDES = (
    r"(?:nud(?:e|es|ez)|noods|noodz|naked (?:pic\w*|photo\w*|vid\w*|selfie\w*)|nude (?:pic\w*|"
    r"photo\w*|"
    r"vid\w*|selfie\w*)|dirty (?:pic\w*|photo\w*)|(?:pic\w*|photo\w*|video\w*|"
    r"selfie\w*) (?:of me |of my body "
    r"|of us )?(?:naked|nude|without (?:my |any |a )?(?:clothes|shirt|top|anything)|undressed|"
    r"topless|in my "
    r"(?:bra|underwear|undies)|with no (?:clothes|shirt)|of my (?:body|chest|private\w*)))"
)

_GAP = r"(?:,? (?!and i\b|but i\b|i\b|you\b|u\b|it\b|song|ball)[\w']+)"
_ME_ALL = (
    r"(?:me|us|mom|my (?:mom|mother|mama|face|head|arms?|back|legs?|butt|stomach|hand|hands|"
    r"(?:little |baby |big |older |younger )*(?:sister|brother|siblings?|bro|sis)))"
)
_BAD = r"(?:bad|dirty|gross|weird|adult|nasty|inappropriate|sexual|porn\w*)"

_BOYFRIEND = r"(?:dad|stepdad|father|stepfather|daddy|boy ?friend|bf|husband|uncle|grandpa)"

ENGLISH = (
    rf"\b(?:{_WHO}|{_PEERS}|{_THEY}|guy|man|boy|kid)(?: \w+){{0,2}} (?:do|does|did|doing|"
    rf"done) (?:\w+ ){{0,2}}?(?:things?|stuff|something|it) to (?:me|us|my (?:sister|"
    rf"brother))\b(?: \w+){{0,4}}",
    r"\b(?:gave|gives|give|leaves?|left) (?:me|us|my (?:mom|sister|brother)) (?:a |"
    r"with )?(?:\w+ )?(?:black eye|bruis\w+|bloody (?:nose|lip)|busted lip|fat lip|concussion|"
    r"beating|beat ?down|whooping|scars?|welts?|marks? on)\b",
    r"\b(?:do ?n'?t|dont|do not|does ?n'?t|did ?n'?t|never|hardly|barely) (?:have|get|"
    r"got) (?:anything|any food|food|enough food|enough|a meal)(?: \w+){0,2}? (?:at home|"
    r"at my (?:house|dads?|moms?)|in (?:the|my|our) (?:house|fridge|home))\b",
    rf"\b{_BOYFRIEND}(?: \w+)? (?:hits?|beats?|chokes?|chok(?:ed|ing)|punch(?:es|ed)|slap(?:s|"
    r"ped)|hitting|beating|hurts?) (?:her|my mom|mom|my mother|him|my brother|"
    rf"my sister)\b(?! at\b| in\b| every time| by\b| to\b)(?: \w+){{0,3}}",
    r"\b(?:sends?|sending|sent|texts?|texting|texted|dms?|"
    r"messages?) me (?:\w+ )?(?:inappropriate|weird|sexual|dirty|flirty|creepy|gross|"
    r"nasty) (?:texts?|messages?|dms?|pics?|photos?|videos?|stuff|things|memes)\b",
    rf"\b(?:{_WHO}|{_THEY}|guy|man|boy|dude|stranger|adult|person|someone|somebody|"
    rf"friend online|online friend|adulto|viejo|senor|tipo)\b[^.!?\n]{{0,40}}? (?:ask(?:s|ed|"
    r"ing)?|want(?:s|ed)?|beg\w*|pressur\w*|told|tell(?:s|ing)?|pid\w+|mand\w+)(?: me|"
    r" us)?(?: for| to send| to take| send)?(?: him| her)?"
    r" (?:pics?|photos?|pictures|videos?|selfies?|fotos?|packs?) (?:of (?:me|my|myself)|and|y|"
    r"\Z|or|sin|without|every|at night|in|mia|mias|de mi|que|pa)",
    r"\b(?:gives?|gave|buys?|bought|sends?|sent|offers?|offered|pays?) (?:me|"
    r"us) (?:\w+ )?(?:gifts?|money|presents?|robux|v-?bucks|candy|things|stuff|"
    r"regalos?)(?: \w+){0,3} (?:keep quiet|secret|not (?:to )?tell|if i (?:send|meet|show)|"
    r"for (?:pics|photos|pictures))",
    r"\b(?:delete|erase|borr[ae]\w*|hide) (?:the|our|my|el|los|las|all) (?:chat|messages?|"
    r"texts?|mensajes?|convers\w+|dms?|fotos?|pics?)(?: \w+){0,3}",
    r"\b(?:wants?|asked|asks|asking|told|tells)(?: me| us) to (?:meet (?:him|her|up alone)|"
    r"come over alone|not tell my (?:parents|mom|dad)|lie to my (?:parents|mom|dad)|go (?:to|"
    r"with) (?:his|her) (?:house|car|apartment)|send (?:him |her )?(?:pics?|photos?|"
    r"nudes?))(?: \w+){0,3}",
    r"\bsays? (?:im|i'm|i am|that im) (?:his|her) (?:girl ?friend|boy ?friend|special|secret|"
    r"little)(?: \w+){0,4}",
    rf"\b(?:{_WHO}|dad|mom|daddy|stepdad|stepmom){_GAP}{{0,6}} {_HURT}(?: (?:and|then|"
    rf"or) \w+)?(?: on| at)? {_ME_ALL}\b",
    rf"\b{_THEY}{_GAP}{{0,3}} (?!{_GENTLE}){_HURT} {_US}\b",
    rf"\b(?:{_WHO}|{_PEERS}|{_THEY}|guy|man|boy|dude|kid){_GAP}{{0,3}} (?:mak(?:e|es|ing)|made|"
    r"forc\w*|ask\w*|tell\w*|told|want\w*|tri\w*|try\w*|beg\w*) (?:me |"
    rf"us )?(?:to )?(?:\w+ ){{0,2}}?"
    rf"(?:kiss (?:me|him|her)|touch (?:me|him|her|my|his|it)|watch {_BAD}|do {_BAD}|"
    r"do (?:stuff|things) (?:i|to|with|that)|undress|get naked|take (?:off )?my (?:clothes|"
    r"shirt|pants)|sit on (?:his|her) lap|get in (?:his|her) (?:car|bed|van))",
    r"\b(?:no ?body|no one|never|doesnt|doesn'?t|dont|won'?t|wont|stopped|forgets to|"
    r"barely) (?:ever )?(?:feeds?|feeding) (?:me|us|my)\b",
    r"\bif i (?:tell|told|say|said|talk|scream|report)(?: \w+){0,4} (?:he|she|they|hed|shed|"
    r"he'?d|she'?d|hell|he'?ll|she'?ll|they'?ll)(?: \w+){0,2} (?:hurt|kill|hit|beat|do|"
    r"leave|send|punish)\b",
    r"\b(?:took|takes|taking|take|has|have|got) (?:a )?(?:pictures?|pics?|photos?|"
    r"videos?) of me (?:(?:while|when) )?(?:i'?m |im |i was )?(?:chang\w+|sleep\w*|shower\w*|"
    r"undress\w*|naked|in (?:the (?:shower|bathroom)|my (?:underwear|bra)))",
    rf"\b{_WHO}{_OFTEN} (?:and \w+ )?{_HURT}(?: and {_HURT})?(?: on)? {_US}\b(?: {_BELT})?",
    rf"\b(?:my|mi|his|her|the) {_PEERS}{_OFTEN} (?:touch\w*|grop\w*|rap(?:ed|es)|molest\w*|"
    r"chok\w*|abus\w*|threaten\w*|strangl\w*|kiss(?:es|ed)) (?:me|us)\b",
    r"\b(?:come|comes|came|coming|goes|went|swings?|swung|runs?|chas(?:es|ed)) (?:after|"
    r"at) (?:me|us|my (?:mom|sister|brother)) (?:with|w)\b(?: \w+){0,3}",
    r"\b(?:left|leaves|leave|leaving|abandon\w*) (?:me|us) (?:home )?(?:alone|by (?:myself|"
    r"ourselves)) (?:for (?:\w+ )?(?:days?|weeks?|nights?)|all (?:night|weekend|week)|with no|"
    r"without|overnight)(?: \w+)?",
    rf"\b(?:my|mi) {_PEERS}{_OFTEN} {_HURT} (?:me|us)\b(?: so hard| every| all the time| when|"
    r" until| again| at"
    rf" night| {_BELT}| and i)",
    rf"\b{_THEY}{_OFTEN} (?!{_GENTLE}){_HURT} {_US}\b",
    rf"\b{_THEY}{_OFTEN} {_HURT} {_US} (?:so hard|against|by (?:the|my) (?:hair|arm|neck|"
    r"throat)|down the stairs"
    rf"|into the wall|across the|to the (?:floor|ground)|by the (?:neck|throat|hair)|{_BELT})",
    r"\b(?:i|we) (?:get|got|gets|am|was|were|keep getting|kept getting|been getting|been) "
    r"(?:hit|beat(?:en)?(?: up)?|slapped|abused|molested|raped|groped|assaulted|whipped|"
    r"punched|choked|touched)"
    r"(?: up)?(?: \w+)? (?:at home|by|when i|every|if i|with|for|whenever|at my)",
    rf"\b{_HURT} me (?:{_BELT}|every (?:day|night|time (?:i|he|she|they) (?:cry|cries|drinks?|"
    r"gets? (?:mad|drunk|"
    r"angry)|come home|mess up|do something))|when(?:ever)? (?:he|she|they|hes|shes|he's|"
    r"she's|theyre|my)"
    r"(?: \w+)* (?:drunk|drinks|drinking|mad|angry|upset|high|home)|at night|last night|"
    r"again and again|until i "
    r"(?:bleed|bled|cry|cried|pass\w*))",
    r"\b(?:touch(?:es|ed|ing)?|rub(?:s|bed|bing)?|kiss(?:es|ed|ing)?|feel(?:s|ing)?|felt|"
    r"grab(?:s|bed|bing)?|"
    rf"strok\w+|hug(?:s|ged)?) (?:me|my)(?: up)?(?: \w+)? {_PARTS}",
    r"\b(?:touch\w*|grab\w*|rub\w*|squeez\w*|pinch\w*|slap\w*|felt|feels?) my (?:butt|chest|"
    r"thighs?|breasts?|"
    r"boobs|private\w*|body|leg|legs|inner thigh|waist|bra)\b",
    r"\bhands? (?:up|down|under|in|inside|on|around|between) my (?:shirt|pants|skirt|dress|"
    r"underwear|thighs?|"
    r"legs?|neck|throat|shorts|bra|butt|chest|body|top)\b",
    r"\b(?:forc(?:e|es|ed|ing)|pressur\w+|coerc\w+) me (?:to|into|in to)(?: \w+){1,4}|"
    r"\b(?:was|been|got|am|being) (?:sexually )?(?:abused|molested|raped|groped|trafficked|"
    r"beaten at home)\b",
    r"\b(?:ma(?:ke|kes|king|de)|forc(?:e|es|ed|ing)|want(?:s|ed)?|ask(?:s|ed|ing)?(?: me)?|"
    r"tri(?:es|ed)|trying|"
    r"tell(?:s|ing)?|told|pressur\w+|beg\w*) (?:me |us )?(?:to )?(?:take off (?:my|all my)|"
    r"undress|strip|get naked|"
    r"touch (?:him|her|his|it|myself)|kiss (?:him|her)|(?:sit|get) on his lap|"
    r"sleep (?:in (?:his|her) bed|with "
    r"(?:him|her)|outside|in the (?:garage|car|yard))|watch (?:him|porn|dirty)|have sex|"
    r"do (?:sexual|gross|bad|"
    r"things|stuff)|send (?:him |her |them )?(?:pics?|photos?|pictures|videos?) of my|"
    r"show (?:him|her|them) my "
    r"(?:body|chest|private\w*)|shower with|kneel|stand outside)",
    r"\b(?:send|sent|sends|sending|ask\w*|beg\w*|want\w*|pressur\w*|leak\w*|post\w*|shar\w*|"
    r"has|have|show\w*|"
    r"forc\w+|made|make\w*|demand\w*|took|take|takes|trade|selling|threat\w+|"
    rf"spread\w*)\b[^.!?\n]{{0,40}}? {_NUDES}",
    rf"\b{_NUDES} (?:of me|from me|or (?:he|she)|of my)",
    r"\b(?:bruis\w+|welts?|marks?|black eye|burns?|scars?)\b[^.!?\n]{0,30}?\b(?:from|because|"
    r"bc|cuz|cause|that)\b"
    rf"[^.!?\n]{{0,12}}? ?(?:my |his |her )?(?:{_FAMILY}|{_OTHERS}|belt|what (?:he|she)|"
    r"when (?:he|she)|he|she)\b",
    r"\b(?:scared|afraid|terrified|frightened|nervous|fear|too scared)(?: \w+)? (?:to|"
    r"of)(?: even)? ?(?:go|going|be|"
    r"being|get|getting|come|coming|walk\w*) (?:back )?(?:home|to (?:my|our) (?:house|dads?|"
    r"moms?)|alone with|"
    r"at home|around)",
    rf"\b(?:scared|afraid|terrified) (?:of|bc of|because of) (?:my |his |her )?(?:{_FAMILY}|"
    rf"{_OTHERS}|him|what (?:he|"
    r"she|they)(?:'?ll| will| might))",
    r"\b(?:not|n'?t|never|dont|doesnt|isnt|un) ?(?:feel |be |been |felt )?(?:really |very |"
    r"even )?safe (?:at (?:home|my|our)|"
    r"in my (?:house|own|home)|with (?:him|her|my)|around (?:him|my)|living)",
    r"\b(?:no|never (?:any|enough)|not (?:any|enough)|n'?t (?:any|have|got|enough|have any)|"
    r"nothing|barely any)(?: real)?"
    r" ?(?:food|to eat)(?: \w+)? (?:at (?:home|my)|in (?:the|our|my) (?:house|fridge|kitchen|"
    r"home)|since|all weekend|"
    r"for (?:days|two|three|2|3))",
    r"\bhave ?n'?t eaten (?:in|for|since) (?:\w+ )?(?:days?|yesterday|friday|saturday|sunday|"
    r"monday)\b",
    r"\b(?:does ?n'?t|do ?n'?t|wo ?n'?t|did ?n'?t|not|never|stopped|"
    r"refuses? to)(?: even)? (?:let|lets?|feed|feeds|"
    r"feeding|give|gives|giving) (?:me|us)(?: \w+)? ?(?:eat|food|dinner|shower|come inside|"
    r"inside|leave (?:the|my)|"
    r"see a doctor|in the house|anything)?",
    rf"\b(?:{_WHO}|{_THEY}){_OFTEN} (?:lock(?:s|ed|ing)?|shut(?:s|ting)?|tie[sd]?|chain(?:s|"
    r"ed)?|keep(?:s)?|kept) "
    r"(?:me|us) (?:in|out|inside|outside|up|to|down)\b(?: \w+){0,2}",
    r"\block(?:s|ed|ing) (?:me|us) (?:in (?:the|my|a) (?:\w+ )?(?:closet|basement|room|"
    r"bathroom|garage|shed|car|dark|"
    r"bedroom|attic)|out of the house|outside(?: \w+)? (?:all night|at night|in the cold))",
    rf"\b{_WHO}{_OFTEN} (?:threaten(?:s|ed|ing)?|says?|said|swore|swears|told me|tells me|"
    r"promise[sd]) (?:to |that )?(?:he'?d|she'?d|"
    r"he'?ll|she'?ll|they'?ll|theyd|hell|he|she|they|hes|shes)?(?: will| would| is| are|"
    r" gonna| going to|'s)*"
    r" ?(?:kill|hurt|beat|hit|shoot|stab|do worse to|break) (?:me|us|my (?:mom|mother|sister|"
    r"brother|dog|cat|family))\b"
    r"(?: if)?",
    r"\b(?:say|says|said|told (?:me|us)|tells? (?:me|us)|made me (?:promise|swear)|"
    r"makes me (?:promise|swear)|warned me|"
    r"begged me|wants me|asked me)(?: that)? (?:not to|to not|never to|to never|i ca ?n'?t|"
    r"i can not|i better not|dont|"
    r"don'?t|to keep it)(?: ever)? (?:tell|say|a secret|talk|speak|mention|quiet)(?: \w+)?",
    r"\b(?:it'?s|its|this is|thats|that'?s|be|is|as|was) (?:just )?our (?:little |"
    r"special )?secret\b",
    r"\b(?:com(?:e|es|ing)|came|sneak(?:s|ed|ing)?|walk(?:s|ed)?|get(?:s|ting)?|got|climb(?:s|"
    r"ed)?|crawl(?:s|ed)?) "
    r"(?:in|into|to|in to) (?:my (?:room|bed|bedroom|shower)|the (?:shower|bathroom) (?:with|"
    r"when|while))"
    r"(?: \w+)* ?(?:at night|when (?:i|im|everyone|my)|while (?:i|im|my)|with me|every night|"
    r"after|late)",
    r"\b(?:watch(?:es|ed|ing)?|film(?:s|ed|ing)?|record(?:s|ed|ing)?|spies|spying|peek(?:s|"
    r"ed)?|looks?)(?: on| at)? me "
    r"(?:shower\w*|sleep\w*|chang\w+|undress\w*|naked|(?:when |while )?(?:i'?m |im |"
    r"i am )?in (?:the|my) (?:shower|bathroom|bath|room|bed)|when i (?:shower|change|sleep|"
    r"undress|am "
    r"in)|while i (?:shower|change|sleep|undress|am))",
    r"\b(?:kick(?:s|ed|ing)?|thr(?:ew|ows?)) (?:me|us) out (?:of (?:the|my|our) house|of home|"
    r"last night|at night|on the "
    r"street|and i have|with no)",
    rf"\b(?:{_WHO}|{_THEY}){_OFTEN} (?:pull(?:s|ed)?|yank(?:s|ed)?|drag(?:s|"
    r"ged)?) (?:me by )?my hair\b",
    rf"\b(?:{_WHO}|{_THEY}){_OFTEN} (?:thr(?:ow|ew|ows)|throwing|"
    rf"smash\w*) [^.!?\n]{{1,25}} at (?:me|us|my (?:mom|head|face|"
    r"sister|brother))\b",
    rf"\b(?:{_WHO}|{_THEY})(?: \w+)? wish(?:es|ed)? (?:i|she|he|they)(?:'?d| was| were|"
    r" had)? never (?:been born|born|had me|"
    r"existed)",
    r"\b(?:put|puts|putting) (?:out )?(?:his|her|a) (?:cigarette|hands?)s? (?:out )?(?:on|"
    r"around|over) (?:me|my)\b",
    r"\b(?:molest|rap(?:e|ed|ing|ist)|grop(?:e|ed|ing)|sexually)\w*\b(?: \w+)?",
    r"\bhe'?s (?:a grown man|\d\d|way older) and (?:he )?(?:wants|asks|sends|keeps)\b",
)

_QUIEN = (
    r"(?:(?:mi|mis|su|el|la|un|una|ese|aquel|nuestro|my) )?(?:papa|padre|apa|papi|mama|madre|"
    r"ama|mami|jefe|jefa|"
    r"padrastro|madrastra|tio|tia|abuel[oa]|abuelit[oa]|herman[oa](?:str[oa])?(?: mayor|"
    r" grande)?|prim[oa]|novi[oa]|ex|"
    r"entrenador|maestr[oa]|profe|profesor|vecin[oa]|pastor|padrino|esposo|pareja|papas|"
    r"padres|tios|senor|hombre|dad|mom|"
    r"stepdad|uncle|coach|cura|sacerdote|ninera|tutor|cunado|familia|conocido|amigo de (?:mi|"
    r"la) \w+)"
    r"(?: (?:de|del) (?:mi|la|el) (?:mama|papa|hermana|casa|familia|tia|vecina|iglesia))?"
)
_MUCHO = (
    r"(?: siempre| a veces| tambien| ya| casi| todos los dias| cada \w+| todo el tiempo|"
    r" mucho| borracho| nos| otra vez|"
    r" ayer| anoche| hoy| sigue| llega y| se enoja y| toma y| se emborracha y| cuando toma|"
    r" cuando se enoja| y mi \w+|"
    r" dice que| no| se| llego y| bien)*"
)
_PEGA = (
    r"(?:peg(?:a|o|aba|an|aron|ue)|golpe(?:a|o|aba|an|aron)|cachete(?:a|o|aba)|azot(?:a|o|"
    r"aba)|pate(?:a|o|aba|an)|"
    r"quem(?:a|o|aba)|ahorc(?:a|o|aba)|encierr(?:a|an)|encerr(?:o|aba|aron)|empuj(?:a|o|aba)|"
    r"lastim(?:a|o|aba|an)|"
    r"maltrat(?:a|o|aba|an)|manose(?:a|o|aba)|viol(?:a|o|aba|aron)|tortur\w+|muerd\w+|"
    r"pellizc\w+|jal(?:a|o|aba) (?:del?|el|"
    r"los) (?:pelo|cabello)|avent(?:a|o|aba)|avienta|jala|tira (?:cosas|al suelo|del pelo)|"
    r"estrell\w+|obliga\w*|oblig[oa]|toc(?:a|o|aba|an)|bes(?:a|o|aba)|"
    r"acos(?:a|o|aba)|agred\w+|amenaz(?:a|o|aba)|acarici(?:a|o|aba)|da (?:con|cachetadas|"
    r"golpes|cintarazos|punetazos|"
    r"una? (?:golpiza|paliza|cachetada)|de golpes)|dio (?:con|cachetadas|golpes|cintarazos|"
    r"punetazos|una? (?:golpiza|paliza|"
    r"cachetada|punetazo)|de golpes)|hace dano|hizo dano|hacia dano|hace tocarl\w+|"
    r"hizo tocarl\w+|hace cosas (?:feas|malas)|"
    r"hizo cosas (?:feas|malas)|deja sin (?:comer|comida|cenar)|dejo sin (?:comer|comida|"
    r"cenar)|deja (?:afuera|encerrad[oa]|"
    r"moretones)|dejo (?:afuera|encerrad[oa]|moretones|marcas|un moreton)|corrio de (?:la|"
    r"mi) casa|agarr[oa] a golpes|"
    r"muele a golpes|da de comer|dan de comer)"
)
_ME = r"(?:me|nos|le|les)"

_DANO = (
    r"(?:golpe(?:a|o|aba|an|aron|e)|manose\w+|viol(?:a|o|aba|aron)|abus\w+|azot(?:a|o|aba)|"
    r"cachete(?:a|o|aba)|ahorc(?:a|o|aba)|tortur\w+|maltrat\w+|agred\w+|acos(?:a|o|aba)|"
    r"desnud(?:a|o|aba)|peg(?:a|o|aba|an|aron)|toc(?:a|o|aba)|encerr(?:o|aron)|encierra|"
    r"pate(?:a|o|aba))"
)

SPANISH = (
    r"\b(?:me|nos) (?:hac(?:e|en|ia)|hizo|hicieron) (?:unas |muchas )?(?:algo|cosas)(?: \w+){0,5}",
    r"\b(?:me|nos) (?:echo|corrio|saco|corre|echa|echaron|corrieron|sacaron) (?:de (?:la|"
    r"mi) casa|a la calle|afuera en la noche)",
    r"\b(?:me|nos) (?:toc\w+|agarr\w+|bes\w+|"
    r"abraz\w+) (?:\w+ ){0,2}?(?:sin (?:mi )?(?:permiso|consentimiento|que)|a la fuerza|"
    r"aunque le (?:dije|digo))\b(?: \w+)?",
    r"\b(?:me|nos) (?:peg(?:a|an|aba|o)|golpe(?:a|an|aba|o)) (?:mucho|muy|bien|bastante|"
    r"diario|feo|fuerte|duro|hasta|seguido|siempre|por todo|por nada)\b(?: \w+)?",
    rf"\b(?:ermano|ermana|mi|tio|padrastro|papa|mama)(?: \w+){{0,3}} (?:m|me|nos) (?:ace|asen|"
    rf"isieron|iso) dano|\b{_QUIEN} m {_DANO}",
    r"\b(?:me|nos) (?:dej(?:a|an|aron|o)|tiene|tienen|mantiene\w*) (?:encerrad|amarrad|afuera|"
    r"sol[oa]s? (?:por|toda|varios|tres|dos))\w*(?: \w+){0,4}",
    r"\b(?:mand\w+|envi\w+|pas\w+|tom\w+)(?: \w+){0,2} (?:fotos?|videos?|pics?|"
    r"packs?)(?: \w+){0,3} (?:sin que (?:sepa|se entere|lo sepa)|secret\w+|y no le digas|"
    r"pero no le digas|sin decirle|y (?:que )?borr\w+)(?: \w+){0,3}",
    r"\b(?:un|ese|el|una) (?:adulto|senor|viejo|tipo|hombre|desconocid[oa]|seguidor|"
    r"amigo)[^.!?\n]{0,40}? (?:pid\w+|mand\w+|quiere|insist\w+|ofrec\w+|dij\w+|"
    r"wants)[^.!?\n]{0,20}? (?:fotos?|pics?|packs?|videos?|vernos|verme|conocerme|"
    r"ir a su casa)\b(?: \w+){0,5}",
    rf"\b(?:mi|mis|el|la|un|una|ese|esa|los|su) (?:\w+ ){{0,5}}?(?:papa|mama|padre|madre|"
    r"padrastro|madrastra|senor|senora|tio|tia|abuelo|abuela|hombre|tipo|muchacho|vecino|"
    r"chofer|conductor|maestro|profe|"
    r"entrenador|primo|hermano|novio|pareja|esposo|padrino|pastor|cuidador|doctor|jefe|"
    rf"ninera)(?: \w+){{0,6}}? (?:me|nos) {_DANO}\b(?: \w+)?",
    r"\b(?:me|nos) (?:encerr\w+|encierra\w*|dej\w+)(?: \w+){0,3} sin (?:comer|comida|cenar|"
    r"agua|desayun\w+)",
    r"\b(?:me|nos) (?:toma|tomo|tomaba|saca|saco|graba|grabo) (?:fotos|"
    r"videos)?(?: \w+){0,2} ?(?:cuando me bano|desnud\w+|cambiand\w+|mientras me (?:bano|"
    r"cambio)|sin ropa)",
    r"\b(?:escuche|vi|oi|veo|escucho|oigo)(?: \w+){0,2} (?:a mi (?:papa|padrastro)|"
    r"como mi (?:papa|padrastro)|que mi (?:papa|padrastro))(?: \w+){0,3} (?:peg\w+|golpe\w+)",
    rf"\b{_QUIEN}{_MUCHO} {_ME} (?:esta(?:ba)? )?(?:{_PEGA}|pegando|golpeando|"
    r"tocando)\b(?: (?:a mi mama|a mi herman\w+|con "
    r"(?:el|la|un|una|su) \w+))?(?: \w+)?",
    rf"\b(?:el|ella|ellos){_MUCHO} {_ME} {_PEGA}\b(?: \w+)?",
    rf"\b(?:me|nos) {_PEGA}(?: \w+)?(?: con (?:el|la|un|una|su) (?:cinturon|cinto|cable|palo|"
    r"chancla|chancleta|cuerda|"
    r"plancha|cigarro|manguera|escoba|zapato)| cuando (?:llega|toma|se enoja|esta (?:borracho|"
    r"enojad[oa]|tomado)|se "
    rf"emborracha|bebe)| (?:mi|el novio de) {_QUIEN}| todos los dias| cada (?:vez|noche|dia)|"
    r" en (?:mi|la) casa| anoche)\b",
    rf"\b(?:me|nos) {_PEGA}(?: \w+)? (?:mi|mis) {_QUIEN}",
    r"\b(?:me|nos|la|lo) (?:obligo|obliga|obligaba|forzo|fuerza|hizo|hace|hacia) (?:a |"
    r"que )?(?:lo |la )?(?:toc|bes|desnud|desvest|quit(?:arme|ara) la ropa|acost|dormir con|"
    r"mand(?:arle|ara) fotos|tener (?:sexo|relaciones)|hacer (?:cosas|eso))\w*",
    r"\b(?:fui|fue|soy|he sido|habia sido|estoy siendo) (?:abusad|violad|golpead|maltratad|"
    r"manosead|acosad|victima de (?:abuso|violencia))\w*",
    r"\b(?:me|nos) (?:amenaz\w+|advirti\w+|dijo|dice|juro)(?: con|"
    r" que)? (?:\w+ )?(?:matar(?:me|nos)?|me mata\w*|pegar\w*|golpear\w*|hacer(?:me|"
    r"nos)? (?:dano|algo)|me va a (?:matar|pegar|golpear))(?: si)?",
    r"\b(?:me|nos) (?:peg(?:a|aba|an)|golpe(?:a|aba|an)|maltrat(?:a|aba|an)|manose(?:a|o|aba)|"
    r"viol[oa]\w*|abus[oa]\w*|"
    r"azota\w*|cachete\w+)\b",
    r"\bpeg(?:a|o|aba) a mi (?:mama|herman\w+)|\bgolpe(?:a|o|aba) a mi (?:mama|herman\w+)",
    r"\babus[oa]\w* (?:de (?:mi|ella|nosotros)|sexual\w*)|\bacoso sexual\b",
    r"\b(?:me|nos) toc[oaó]\w* (?:ahi|las? (?:partes|piernas?|pierna)|mis? (?:partes|piernas?|"
    r"cuerpo|pompis|senos|pecho)|el "
    r"(?:cuerpo|pecho)|abajo|donde no|de (?:forma|manera)|en la noche|sin (?:mi|que)|"
    r"por debajo|y (?:no me|me da|me dijo))",
    r"\b(?:me|nos) (?:pid\w+|obliga\w*|mand\w+|exig\w+|ped\w+|rog\w+|"
    r"insist\w+)[^.!?\n]{0,30}? (?:nudes?|packs?|fotos? (?:mias? )?"
    r"(?:desnud\w+|sin (?:ropa|blusa|camisa)|intimas?|de mi cuerpo|en (?:calzones|"
    r"ropa interior))|desnud\w+|que me (?:quite|"
    r"desnude|desvista)|(?:a )?(?:quitarme la ropa|desnudarme|tocarl\w+|besarl\w+|dormir con))",
    r"\b(?:mand\w+|pas\w+|envi\w+|sub\w+|compart\w+) [^.!?\n]{0,20}?(?:nudes?|"
    r"fotos? (?:mias? )?(?:desnud\w+|sin ropa|intimas?))",
    r"\b(?:moret\w+|marcas|golpes|cicatri\w+)[^.!?\n]{0,25}? (?:porque|que|de|"
    r"por)[^.!?\n]{0,10}? ?(?:mi|me) "
    rf"(?:{_QUIEN}|{_PEGA}|hizo)",
    r"\b(?:miedo|panico|terror)(?: de| a|l)?(?: que)?(?: \w+)? ?(?:ir(?:me)?|volver|regresar|"
    r"llegar|estar|mi|me) ?(?:a|en)? ?(?:(?:mi )?casa|"
    r"papa|padre|padrastro|mama|tio|novio|sol[oa] con|pegue|haga|golpee|maltrate)",
    r"\bno (?:quiero|puedo) (?:ir|volver|regresar|llegar) a (?:mi )?casa (?:porque|por|pq|xq|"
    r"con) (?:\w+ )*(?:me|miedo|mi (?:papa|"
    r"padrastro|mama|tio))",
    r"\bno (?:me siento|estoy|estamos|nos sentimos|es) segur[oa]s? (?:en (?:mi |la )?casa|"
    r"con (?:mi|el|ella))",
    r"\bno (?:hay|tenemos|queda|nos dan|me dan|me da|nos da|me dejan?|"
    r"nos dejan?)(?: \w+)? ?(?:comida|comer|cenar|de comer)"
    r"(?: \w+)? ?(?:en (?:mi |la )?casa|desde|hace)?",
    r"\b(?:llevo|llevamos|hace) (?:\w+ )?(?:dias?|dos|tres) (?:dias )?(?:que no|sin) com(?:o|"
    r"er|emos)\b",
    r"\b(?:dij\w+|dice|pidio|amenazo|hizo (?:prometer|jurar)|advirtio) (?:que )?(?:no|nunca|"
    r"con que)(?: se)?(?: le| lo| les)? "
    r"(?:dijera|diga|digas|dijeras|cuente|contara|cuentes|hable|hablara|diga|puedo decir)(?: \w+)?",
    r"\b(?:que no le (?:cuente|diga|dijera|contara)|es (?:nuestro|un) secreto(?: nuestro)?|"
    r"nuestro secretito)\b(?: \w+)?",
    r"\b(?:amenaz\w+|dice|dijo|juro|jura)(?: con| que)?(?: \w+)? (?:nos|me) (?:va a|iba a|"
    r"mata\w*)(?: matar| pegar| golpear| hacer| partir| "
    r"quemar)?",
    r"\b(?:entra|entro|entraba|se mete|se metio|se metia|viene|venia|se acuesta|"
    r"se acosto)(?: \w+)? (?:a|en) mi (?:cuarto|cama|"
    r"recamara|habitacion)(?: \w+)* ?(?:noche|cuando|mientras|conmigo|y me)?",
    r"\bme (?:ve|mira|espia|graba|grabo|veia|espiaba) (?:cuando|mientras) (?:me )?(?:bano|"
    r"duermo|cambio|desvisto|visto|estoy)",
    r"\b(?:violencia|maltrato) en (?:mi |la )casa\b|\bmanose\w+|\bviol(?:aron|o a)\b",
)

TOLD = Told(
    trigger=(
        r"(?:(?:things?|stuff|something|it) to (?:me|us|my)|black eye|busted|have (?:anything|"
        r"food|any food)|(?:hit|beat|chok|punch|slap|hurt)[a-z]* (?:her|him|mom)|"
        r"inappropriate|creepy|(?:me|nos) (?:hac|hiz|hicieron|echo|corr|sac|echa)|"
        r"sin (?:mi )?permiso|a la fuerza)|"
        rf"\b{_HURT}\b (?:and \w+ )?(?:on )?(?:me|us|my)\b|\b(?:me|nos) (?:jal|arrast|avient|"
        r"avent|estrel|empuj)|moretones|\bif i |pics?\b|photos?\b|pictures\b|fotos?\b|"
        r"packs?\b|gifts?|robux|borr[ae]|delete|encerrad|amarrad|girl ?friend|special|"
        r"meet (?:him|her)|\bm [a-z]|\bace\b|\biso\b|dej(?:a|an|aron|o) |\bhe'?ll hurt"
        r"|\b(?:me|nos|le|les) (?:esta(?:ba)? )?(?:[a-z]+)?(?:peg|golpe|cachet|azot|pat|quem|"
        r"ahorc|enc|empuj|last|malt|manos|viol|tort|"
        r"muerd|pelliz|jal|av|estrell|obli|toc|bes|acos|agred|amen|acar|hac|hiz|dej|corri|"
        r"agarr|muele|pid|ped|mand|exig|rog|"
        r"insist|abus|mir|esp|grab)[a-z]*|\b(?:me|nos) ve |\b(?:me|nos) (?:da|dio|dan) (?:con|"
        r"cach|golp|cint|pun|de |un)"
        r"|\bmom\b|\b(?:kiss|touch|watch|undress) |feeds?|feeding|of me|sin (?:agua|comer)|"
        r"senor|hombre|peg[ao]\w* a mi|golpe[ao]\w* a mi|abus[oa]|acoso sex|\bsafe\b|"
        r"\b(?:scared|afraid|terrified|frightened|nervous|fear) "
        r"|nud(?:e|es|ez)\b|noods|noodz|naked|undress|topless|without (?:my |any |"
        r"a )?(?:clothes|shirt|top)|my (?:bra|underwear|undies|body)"
        r"|\b(?:bruis|welt|marks?\b|black eye|burns?\b|scars?\b|moret|marcas|golpes|cicatri)|"
        r"food|to eat\b|eaten"
        r"|\b(?:feed|feeds|feeding|let|lets|give|gives) (?:me|us)\b|hands? (?:up|down|under|"
        r"in|inside|on|around|between) my"
        r"|\b(?:lock|shut|ti|chain|keep|kept|kick|threw|throw|film|watch|record|peek|look|"
        r"pull|yank|drag)[a-z]* (?:(?:on |at )?me|us|my)\b"
        r"|threaten|forc(?:e|es|ed|ing) me|pressur\w+ me|coerc\w+ me|(?:after|at) me (?:with|"
        r"w)\b|(?:left|leaves|leave|leaving) (?:me|us)|\b(?:abused|molested|raped|"
        r"trafficked)\b|\bfui |he sido|\bif i tell|(?:kill|hurt|beat|hit|shoot|stab|"
        r"break) (?:me|us|my)|(?:not|never|dont|don'?t|to|cant|can'?t)(?: ever)? (?:tell|say|"
        r"talk|speak|mention)\b|secret|my (?:room|bed|bedroom|shower)\b|the (?:shower|"
        r"bathroom)|never (?:been )?born|at (?:me|us)\b"
        r"|(?:cigarette|hands?)s? |molest|\brap|grop|sexual|grown man|take off|strip\b|"
        r"his lap|(?:touch|kiss) (?:him|her|his|my)|have sex"
        r"|desnud|sin ropa|intimas|miedo|panico|terror|(?:ir|irme|volver|regresar|"
        r"llegar) a (?:mi )?casa|segur[oa]|comida|comer|cenar|(?:diga|dijera|cuent|contara|"
        r"hablara|"
        r"hable)|(?:va a|iba a) |mi (?:cuarto|cama|recamara|habitacion)|violencia|maltrato|"
        r"packs?\b|(?:get|got|gets|was|were|am|getting|been) (?:hit|beat|"
        r"slapped|abused|whipped|punched|choked|touched)|kneel|sleep (?:in|with|outside)|"
        r"stand outside"
    ),
    patterns=(*ENGLISH, *SPANISH),
)
