"""How abuse is told in English: who did what to whom, by which words."""

from __future__ import annotations

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
HURT = (
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
    r"\b(?:has ?n'?t|have ?n'?t|wasn'?t|weren'?t|isn'?t) (?:been )?(?:any |"
    r"enough )?food (?:at home|"
    r"in (?:the|our|my) (?:house|fridge))\b(?: \w+){0,2}",
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
    rf"\b(?:{_WHO}|dad|mom|daddy|stepdad|stepmom){_GAP}{{0,6}} {HURT}(?: (?:and|then|"
    rf"or) \w+)?(?: on| at)? {_ME_ALL}\b",
    rf"\b{_THEY}{_GAP}{{0,3}} (?!{_GENTLE}){HURT} {_US}\b",
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
    rf"\b{_WHO}{_OFTEN} (?:and \w+ )?{HURT}(?: and {HURT})?(?: on)? {_US}\b(?: {_BELT})?",
    rf"\b(?:my|mi|his|her|the) {_PEERS}{_OFTEN} (?:touch\w*|grop\w*|rap(?:ed|es)|molest\w*|"
    r"chok\w*|abus\w*|threaten\w*|strangl\w*|kiss(?:es|ed)) (?:me|us)\b",
    r"\b(?:come|comes|came|coming|goes|went|swings?|swung|runs?|chas(?:es|ed)) (?:after|"
    r"at) (?:me|us|my (?:mom|sister|brother)) (?:with|w)\b(?: \w+){0,3}",
    r"\b(?:left|leaves|leave|leaving|abandon\w*) (?:me|us) (?:home )?(?:alone|by (?:myself|"
    r"ourselves)) (?:for (?:\w+ )?(?:days?|weeks?|nights?)|all (?:night|weekend|week)|with no|"
    r"without|overnight)(?: \w+)?",
    rf"\b(?:my|mi) {_PEERS}{_OFTEN} {HURT} (?:me|us)\b(?: so hard| every| all the time| when|"
    r" until| again| at"
    rf" night| {_BELT}| and i)",
    rf"\b{_THEY}{_OFTEN} (?!{_GENTLE}){HURT} {_US}\b",
    rf"\b{_THEY}{_OFTEN} {HURT} {_US} (?:so hard|against|by (?:the|my) (?:hair|arm|neck|"
    r"throat)|down the stairs"
    rf"|into the wall|across the|to the (?:floor|ground)|by the (?:neck|throat|hair)|{_BELT})",
    r"\b(?:i|we) (?:get|got|gets|am|was|were|keep getting|kept getting|been getting|been) "
    r"(?:hit|beat(?:en)?(?: up)?|slapped|abused|molested|raped|groped|assaulted|whipped|"
    r"punched|choked|touched)"
    r"(?: up)?(?: \w+)? (?:at home|by|when i|every|if i|with|for|whenever|at my)",
    rf"\b{HURT} me (?:{_BELT}|every (?:day|night|time (?:i|he|she|they) (?:cry|cries|drinks?|"
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
