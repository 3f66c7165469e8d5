"""Ways of speaking: words of danger that mean none, in games, books, lessons and sport."""

from __future__ import annotations

import re

from homeroom.policy.detect.kinds import Kind
from homeroom.policy.detect.match import Match

_ENDS = re.compile(r"[.!?\n]+")
AROUND = 160
"""Characters of a sentence that are looked at on either side."""

_GAMES = re.compile(
    r"\b(?:minecraft|fortnite|roblox|valorant|cod|call of duty|warzone|halo|(?:super|in|at|playing) smash|smash bros|mario(?: kart)?|zelda|among us|"
    r"overwatch|apex|pubg|csgo|cs2|counter ?strike|gta|skyrim|elden ring|dark souls|pokemon|brawl stars|clash royale|league|rocket league|"
    r"splatoon|kirby|genshin|undertale|terraria|fnaf|xbox|ps[45]|nintendo|switch game|video ?games?|(?:in|during|of) (?:the|this|that|a|my|our|last|your|ur) (?:game|match|round|"
    r"level|lobby|server|raid|campaign|boss fight|sim)|"
    r"boss(?:es)?|final boss|levels?|creepers?|zombies?|mobs?|enderman|ender dragon|skeletons?|respawn\w*|spawn\w*|lobby|noobs?|npcs?|bots?|speedrun\w*|"
    r"nerf|laser ?tag|paintball|dodge ?ball|(?:freeze|playing|in|of) tag|chess|checkers|ping ?pong|foosball|(?:at|in|of|playing) uno|monopoly|board ?game|card game|d&d|dnd|dungeon\w*|campaign|"
    r"goblins?|dragons?|orcs?|vampires?|monsters?|villains?|imposters?|impostor|werewol\w+|kahoot|blooket|gimkit|prodigy|skins?|loot|"
    r"capture the flag|aimbot|headshots?|kill ?streak|hp|power ?ups?|weapon (?:upgrade|skin|wheel)|hotkey|respawned|"
    r"videojuegos?|partidas?|jefe final|nivel|ajedrez|en el juego|jugando(?: a)?|monstruos?|dragon|quemados|creeper|play ?station)\b"
)
_SPORT = re.compile(
    r"\b(?:teams?|season|score[sd]?|goalie|goals?|play-?offs?|finals?|championship|tournament|half ?time|second half|quarter|innings?|defense|offense|"
    r"on the (?:court|field|ice|pitch|mat)|soccer|football|basketball|volleyball|baseball|softball|hockey|lacrosse|wrestling|track|"
    r"swim meet|scrimmage|rivals?|jv|varsity|homecoming game|race|relay|serve|pitch(?:es|er)?|batter|homer|three ?pointers?|free throws?|penalty|\d+ ?(?:-|to) ?\d+|"
    r"equipo|partido|gol(?:es|azo)?|portero|temporada|torneo|la final|cancha|futbol|marcador|carrera)\b"
)
_STORY = re.compile(
    r"\b(?:books?|novels?|chapters?|poems?|act \d|act (?:one|two|three|four|five)|scenes?|characters?|essays?|stor(?:y|ies)|"
    r"movies?|films?|shows?|series|episodes?|seasons?|anime|manga|songs?|lyrics|plays?|script|villain|protagonist|author|narrator|macbeth|hamlet|romeo|juliet|"
    r"shakespeare|caesar|gatsby|brutus|othello|lennie|george|odyssey|hunger games|katniss|harry potter|voldemort|percy|wars?|battles?|"
    r"world war|ww[12i]+|civil war|revolution|holocaust|assassinat\w+|president|kings?|queen|soldiers?|army|history|historical|century|lincoln|kennedy|mlk|"
    r"article|paragraph|vocab\w*|debate|documentary|podcast|news|headline|report on|presentation|slide|slides|unit|lesson|worksheet|textbook|"
    r"quote[ds]?|passage|text|theme|symbol\w*|fiction\w*|myth\w*|fable|fairy ?tale|legend|comics?|cartoon|musical|"
    r"libros?|novelas?|capitulos?|poemas?|personajes?|ensayos?|cuentos?|peliculas?|serie|caricatura|cancion|obra|acto|escena|guerra|batalla|"
    r"revolucion|historia|rey|reina|soldados?|ejercito|presidente|noticias?|debate|leccion|unidad|cartel|tema|texto|parrafo|cita|autor|narrador|"
    r"leyenda|mito|fabula|protagonista|lobo|caperucita|documental|articulo|lectura|coronel)\b"
)
_TEACHING = re.compile(
    r"\b(?:prevent(?:ion|ing|s)?|awareness|hot ?lines?|help ?lines?|crisis line|988|health class|health unit|(?:health|safety) (?:lesson|unit|class|week|month)|resources|"
    r"counselors? (?:will|talk|visit|present)\w*|assembly (?:on|about)|presentation (?:on|about)|posters?|"
    r"posters? (?:about|on|for)|workshop|training|drills?|warning signs|signs of|learn(?:ed|ing)? (?:about|to|how)|how to (?:help|report|recognize|spot)|"
    r"recogni[sz](?:e|ing)|report(?:ing)? (?:it|abuse|a)|unit \d|week \d|support group|statistics|research|policy|rules?|handbook|law|laws|curriculum|"
    r"campaign|what to do if|if (?:someone|anyone|a friend|anybody|you ever|you or|somebody|you know|you (?:see|hear|feel))|no one (?:should|deserves)|nobody (?:should|deserves)|never okay|is never ok|"
    r"prevencion|prevenir|concientizacion|linea de ayuda|campana|taller|platica (?:sobre|de)|senales de|como (?:ayudar|reportar|reconocer)|simulacro|"
    r"si (?:alguien|un amigo|conoces|sabes|algun)|nadie (?:debe|merece|tiene derecho)|cartel(?:es)?|unidad \d|reglamento|ley|derechos|reconocer|aprend\w+|charla)\b"
)
_SELF = re.compile(
    r"\b(?:i|im|i'm|ive|i've|id|i'd|ill|i'll|me|my|mine|myself|imma|yo|mi|mis|me|conmigo|estoy|quiero|tengo)\b"
)
_SOON = re.compile(
    r"\b(?:tomorrow|tmrw|tmr|back ?pack|locker|manana|a la salida|mochila|"
    r"for real|fr fr|no joke|not joking|en serio|de verdad|no es broma)\b"
)
_QUOTED = re.compile(r"\"[^\"\n]*\"|(?<![a-z])'[^'\n]{3,}'(?![a-z])")
_EARNEST = re.compile(
    r"suicid|want(?:ed)? to die|wanna die|wana die|quiero morir|morirme|end (?:it all|my)|(?:cut|hurt|harm)\w* my ?self|nude|naked|desnud|molest|\brap[ei]|touch|toca|manose"
)
"""No game makes these harmless."""

_IDIOMS: dict[Kind, re.Pattern[str]] = {
    "self_harm": re.compile(
        r"\b(?:(?:you|u|ur|you'?re|youre|they|he|she|everyone|yall|we|they'?re|we'?re)(?:'?re| are| r| is| all)* (?:gonna|going to|will|should|might|about to|deserve to) (?:all )?(?:die|be dead)|(?:die|dying|dead|muero|morir|morirme|muera|muriera) (?:of|from|de|del) (?:laugh\w*|embarrass\w*|cringe|boredom|hunger|heat|cold|shame|happiness|excitement|cuteness|thirst|"
        r"awkward\w*|second ?hand|jealous\w*|stress|curiosity|the (?:heat|cold|cringe|smell|suspense)|(?:la )?(?:risa|pena|verguenza|hambre|calor|sueno|amor|frio|aburrimiento|sed|cansancio|"
        r"nervios|miedo|ternura|emocion|susto|felicidad|celos|coraje|envidia|ganas|curiosidad|gusto))"
        r"|\bdie laughing|rather die than|kill(?:ed|ing)? myself laughing|laugh\w* (?:so hard )?(?:i|myself)|want to die laughing|hard i (?:wanted to|could) die"
        r"|(?:cut|burn\w*|hurt|hurting|poked?|stabb?\w*|injur\w+|chok\w+|punch\w*|hit|shock\w*|scratch\w*) (?:myself|my (?:arms?|legs?|wrists?|skin|throat|stomach))(?: \w+)? ?(?:on|while|shaving|cooking|playing|at|in|with|during|off|trying|making|doing|from|falling|by accident|"
        r"accidentally|skating|running|practicing|slicing|opening|chopping|baking|ironing|landing|tripping|sliding|taking out|getting) (?:practice|pe|gym|soccer|football|basketball|recess|track|dance|cheer|gymnastics|volleyball|the "
        r"(?:stove|oven|pan|glue gun|hot glue|iron|game|sled|trampoline|bars|field|court|curling|paper|scissors|can|tape|edge|desk|door|fence|playground|slide|bleachers|way|stairs|toaster|kettle|grill|"
        r"lid|pizza|soup|tea|noodles|bike)|a (?:\w+ )?(?:paper|page|pan|can|curling iron|glue gun|envelope|pencil|skateboard|scooter|bike|fence|thorn|stapler|kitchen|piece|bread|needle|rock|nail)|my "
        r"(?:bike|skateboard|scooter|tea|soup|coffee|curling|straightener|noodles|pencil|cocoa|hot)|paper|hot|scissors|ice|pizza|soup|tea|grass|soccer|straightener|glue|lab|art|wood ?shop|shop|science|"
        r"cooking|shaving|playing|class|water|rice|food|popcorn|laughter|"
        r"home ec|doing|trying|it|this|that)|accidentally (?:cut|burn\w*|hurt|stab\w*|hit|shot|kill\w*|shock\w*)|(?:shaving|cooking) (?:and )?(?:i )?(?:cut|burn)"
        r"|(?:cut|burn\w*|hurt|shock\w*) (?:myself|my \w+) (?:shaving|cooking|playing|accidentally|by accident|skating|running|slicing|opening|chopping|baking|ironing|tripping|jumping|sledding|climbing|lifting|stretching|dancing|skiing)"
        r"|(?:hurt|injured?|burn\w*|cut|broke|strain\w*|shot) (?:my|his|her) (?:arms?|legs?|wrists?|hips?|stomach|skin|throat|thighs?)\b"
        r"|\bsuicide (?:prevention|awareness|squad|hotline|helpline|runs?|drills?|lifeline|rates?|door|bombers?|mission|sprints?|king)|(?:prevent(?:ion|ing)? (?:of )?suicide)|\b(?:ran|run|running|did|do|doing|more|\d+|ten|five|hate|no) suicides\b"
        r"|prevencion (?:del?|contra el) suicidio|suicidios? (?:de|por|en) (?:romeo|julieta|la novela|el libro)|suicidal? (?:tendencies|squad)"
        r"|(?:go|went) die in (?:the )?(?:game|lava)|\b(?:roll|rolled|cast|a|the|that|each|one|per|fair|six ?sided|\d+ ?sided|tool and) die\b|die (?:roll|cut|cast|hard|hard fan)"
        r"|(?:phone|battery|laptop|chromebook|computer|plant|fish|flowers?|tablet|controller|car|hamster|calculator|airpods|earbuds|pen|marker|service|wifi|tamagotchi|plants|celular|bateria) (?:is |was |are |just |might |will |about to |wants? to |gonna |going to |could |decided to )*(?:die|dead|dying)"
        r"|\bend it (?:all )?(?:with|on|there|here|by)\b|end (?:it|things|everything) (?:on|with|at|by|here|now|after|before|today)\b|\bend(?:ing)? (?:it|things) (?:with|between)"
        r"|not (?:wake up|be here|exist)(?: \w+)? (?:for|at|until|till|before|early|in time|on (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday))"
        r"|despertar(?:me)? (?:temprano|tarde|a las|manana temprano|tan)|(?:go on|keep going|seguir|breathe|see tomorrow) (?:with|to the|on (?:the|this)|in (?:the|this)|con|stage|the|a |that|vacation|field)|wake up (?:early|at|for|so early|that early|tomorrow (?:morning|at|for|so)|on|this early|before|this|today|now)\b|be (?:here|around)(?: \w+)? (?:at|for|until|till|in|on|near|with|by|early|when|while|this|so|all|right) \w+"
        r"|(?:live|living|viviendo|vivir) (?:in|near|with|on|at|next|here|there|alone|without|off|under|close|far|downtown|where|like (?!this|that)|en (?!este mundo|esta vida)|con (?!esto|este)|cerca|lejos|aqui|sin|solo|junto|de|through|anywhere|to)\b"
        r"|live (?:stream|show|concert|music|in|laugh)|over ?dos\w* (?:on|of) (?:candy|sugar|chips|cookies|caffeine|chocolate|coffee|takis|tacos|pizza|memes|cuteness|turkey|vitamin|halloween|boba|anime|hot)"
        r"|(?:lost|took|take|taking|eat|ate|have|had) (?:all )?(?:my|the|his|her) (?:allergy|cold|adhd|daily|flu|morning|vitamin) |jump (?:into|from|off) (?:the|a) (?:bus|train|car|truck)(?! track)|jump(?:ed|ing)? (?:off|from) the (?:roof|building|cliff|tower|bridge) (?:in|on) "
        r"|walk(?:ing|ed)? into (?:the |a )?(?:car|bus|road)|od on (?:candy|sugar|caffeine|chocolate)|live without|nobody (?:will|would|'d)? ?(?:even )?miss me (?:at|if|for|while|this)|won'?t be here (?:at|for|until)"
        r"|dead (?:last|line|end|lift|ass|serious|tired|silent|battery|phone|zone|skin|language|weight|sea|heat|meat|pool|giveaway|on arrival|center|wrong|poets)|half dead|dead (?:rn )?(?:lol|lmao|haha|💀)|hurt my (?:feelings|brain|eyes|ears|head|soul)|my (?:cuts|scars) (?:from|are healing)"
        r"|dejar de (?:vivir|existir) en|me cort[eo] (?:el|la|un|con|las (?:unas|puntas)|los cabellos)|cortarme (?:el|las unas|las puntas)|kill(?:ing)? my ?self (?:over|for|with|studying|doing|trying|to finish) (?:this|a|the|these|my|homework|studying|practice|it|that)\b"
        r"|(?:murder|kill|strangle|choke|delete) (?:myself )?(?:from|off) (?:the|this) (?:group|chat|doc|list)|delet\w* my ?self (?:from|off)|off my ?self"
        r"|without me (?:today|tomorrow|this|for|at|on|in|until|because|bc|while|when|i)\b|(?:start|go|leave|continue|left|eat|begin|finish|practice|play|meet|order|ahead|went) without me|jump(?:ed|ing)? (?:off|from) (?:the|a) (?:bus|swing|high dive|diving board)"
        r"|deal with me (?:being|this|today)|(?:better|easier|happier) if i (?:just )?(?:was|were|am) (?:in|on|taller|with|better|not late|not sick|faster|older|your|the)|hanging? (?:with|out) (?:by )?my ?self|shot (?:my ?self|my \w+) (?:in the foot|with the camera|a)"
        r"|vida en (?:la|el|los|las)|life is not worth (?:the|a) (?:stress|grade)|cutting (?:class|paper|the|it|out|corners|onions|board|fabric|shapes|wood)|stop cutting (?:class|in|the line|me)|keep cutting (?:out|in|off|the)"
        r"|bottle (?:of|cap|flip)|\b(?:a|the|this|my|ur|your) (?:water )?bottle\b)(?![a-z0-9])"
    ),
    "abuse": re.compile(
        r"\b(?:hits? (?:me|us) (?:up|different\w*|back up|in the feels|every time|with (?:the|a|that|those|an?) (?:new|next|news|question|pillow|snow ?ball|ball|volleyball|paper|dodge ?ball|"
        r"water|pass|surprise|random|quiz|frisbee|balloon|high|best|good|pun|facts|joke|grade|bill|link|text|deets|details|nerf|pencil|eraser|controller|plushie|pie|shuttle\w*|spit ?ball|sock|noodle|racket|tennis|soccer|basketball|football|puck)|harder than|like a|hard when i (?:heard|read|saw)|that|right in|out of nowhere)"
        r"|(?:song|ball|it|that|movie|book|ending|story|reali[sz]ation|scene|line|lyrics?|speech|poem|quote|feels|wind|sun|sunlight|heat|smell|news|memor\w+|nostalgia|door|branch|frisbee|wave|cold|"
        r"puck|bat|car|bus|allergies|caffeine|sugar|stress|homework|test|quiz|class|words?|message|letter|kindness|painting|music|album|hunger|tiredness|locker|desk|bee|mosquito\w*|dog|puppy|cat|kitten|"
        r"horse|goose|hamster|bird|bunny|parrot|baby|toddler|elmo|puppet|robot|machine|alarm|volleyball|soccer ball|basketball|shoes?|boots?|backpack|rash|sweater|tag|shirt|jeans|braces|heels|sock)s? (?:just |really |always |literally |almost |still |actually |that |kinda |of \w+ |keeps? |kept |really )*"
        r"(?:hits?|hitting|hurts?|touch(?:es|ed)|beats?|kicks?|kicked|attack\w*|slap\w*|burn\w*|bit|bites?|scratch\w*|knock\w*|push\w*|smack\w*|choke[sd]?|grabs?|kill\w*|hurting|pinch\w*|threw|lock\w*) (?:me|us|my)"
        r"|beats? (?:me|us) (?:at|in|to|by|every (?:single )?(?:time|game|race|round|match)|(?:\d|one|two|three)|and (?:everyone|my|i)|on|with (?:his|her|a) (?:score|time|serve|king|knight|queen)|fair|again in|again at|every\w* (?:at|in)|so bad (?:at|in)|easily|up (?:to|the) (?:stairs|hill))"
        r"|beat(?:s|ing)? (?:me|us)(?: \w+)? (?:at|in|to|by) (?:the |a |my |our )?(?:\w+)|beaten (?:by|at|in) (?:the|our|my|a)?|\A\W*(?:idk |lol |honestly |it |that )?beats me\b|got beat(?:en)? by (?:\w+ )?(?:team|school|a|the|lincoln|east|west|them)"
        r"|(?:hit|hits|hitting|kick\w*|punch\w*|push\w*|slap\w*|smack\w*|knock\w*|threw|throw\w*|bump\w*|touch\w*|grab\w*|bit|whip\w*|pinch\w*|burn\w*|shov\w*|drag\w*|tackl\w*)(?: \w+){1,4} (?:by accident|on accident|accidentally|in (?:dodge ?ball|soccer|pe|tag|football|mario kart|smash|practice|karate|a game|the game)|with (?:the|a|his|her) (?:\w+ )?(?:"
        r"ball|pillow|snow ?balls?|balloon|towel|door|frisbee|water|pie|noodle|eraser|pencil|paper|racket|plush\w*|stuffed|controller|foam|nerf|pool)|jugando)"
        r"|(?:pushes|pushed|pushing|push) (?:me|us) (?:to|toward|in (?:the )?(?:right|a good)|academically|on the swing|so hard in|hard in|really hard|harder|beyond|past|every day to|on|off the (?:swing|raft)|in the (?:pool|cart|stroller|wheelchair|lake))"
        r"|(?:pull|braid|brush)(?:s|es|ed)? (?:my|our) hair (?:back|up|into|out of)|kick(?:s|ed|ing)? (?:me|us) (?:out )?(?:of|from|off) (?:the |that |this |a )?(?:field|court|bus|ice|stage|bench|kahoot|game|call|lobby|meeting|server|zoom|meet|chat|group|team|gc|room|party|band|doc|wifi|internet|class)|kick(?:s|ed|ing)? (?:me|us) (?:in (?:soccer|practice)|under the table|off (?:the )?(?:wifi|computer))"
        r"|thr(?:ew|ows?|owing) (?:me|us) (?:the|a|off|under the bus|for a loop|into the (?:pool|lake)|out at)|tie[sd]? (?:me|us) (?:at|in|for|with|\d)|dragg?(?:s|ed|ing)? (?:me|us) (?:to|out of bed|into|along|out|in (?:the )?(?:comments|chat))"
        r"|grab(?:s|bed)? (?:me|us) (?:a|an|some|one|the|lunch|snacks|food|tickets|something|chips|seats)|beat me up (?:the|in)|burn(?:s|ed|t)? (?:me|us) (?:a|in|so|with (?:that|facts)|copy)|bit(?:es|e)? my (?:nails|tongue|lip)"
        r"|lock(?:s|ed|ing)? (?:me|us|my \w+) (?:out (?:of (?:my |the |our |his |her )?(?:\w+ )?(?:account|chromebook|computer|phone|google|classroom|gym|room|car|laptop|canvas|ipad|email|doc|portal|app|locker|drive|building|system|band room)|after|because|again|by accident|lol|haha|for (?:typing|trying|too))|out\Z|in (?:the )?(?:group|for|as|place|with|to|on))"
        r"|touch(?:es|ed)? (?:me|us|my) (?:deeply|so much|heart|soul|emotionally|up\b|screen|to see|hair lol|desk|stuff|paper|food|lunch|project|phone)|(?:really|deeply|so) touched (?:me|us)|touch(?:es|ed)? my (?:heart|soul)"
        r"|(?:not|never|dont|don'?t|to)(?: ever)? (?:tell|say|talk|speak|mention|quiet)(?: \w+){0,5}? ?(?:surprise|party|gift|present|answers?|spoilers?|ending|the plot|who won|prank|a word in|about the (?:quiz|cake|prank|card)|crush|during|in class|so loud|\bbye|anything (?:mean|during)|\bhi\b)|(?:secreto?|tell\w*|say|dij\w+|diga\w*|cuent\w+|dice)(?: \w+){0,8} (?:surprise|party|spoilers?|prank|crush|gift|present|birthday|cumple\w*|sorpresa|fiesta|regalo|pastel)\b|(?:surprise|party|spoilers?|prank|crush|gift|birthday|cumple\w*|sorpresa|fiesta|regalo)(?: \w+){0,6} (?:secreto?|tell|say|diga\w*|cuent\w+)\b"
        r"|secret (?:santa|ingredient|recipe|agent|garden|service|code|sauce|handshake|menu|weapon|admirer|level)|(?:says?|said|told (?:me|us)|tells? (?:me|us)) (?:not to|to not|never to|to never|dont|don'?t|i can'?t|i cant) (?:talk|speak|say)(?: \w+)?(?! to any|to any)(?:\b|\Z)"
        r"|(?:says?|said|told (?:me|us)|tells? (?:me|us)|teacher said|coach said|warned me|asked me) (?:that )?(?:not to|to not|never to|to never|dont|don'?t) (?:say|talk|speak|mention)"
        r"|no (?:food|eating) (?:or|and|allowed|in the (?:lab|library|gym|class|computer|auditorium)|left in the (?:cafeteria|vending)|at (?:the|lunch))|food (?:drive|bank|web|chain|truck|court|lab|pyramid|fight|coma|in (?:spanish|french|the (?:cafeteria|library|lab|gym)))|(?:nothing|anything) to eat (?:at (?:school|lunch|the)|in the (?:cafeteria|vending))|eaten (?:since|yet)(?: \w+)? ?(?:breakfast|lunch|this morning|1[0-2]|\d)"
        r"|(?:let|lets|give|gives|giving|gave) (?:me|us) (?:know|a |an |the |go|see|use|in|do|have|borrow|try|extra|homework|back|some|more|hints?|candy|time|points|credit|advice|your|ur|out|finish|play|be|retake|redo|pick|choose|leave (?:early|class)|anything (?:extra)|help|think|guess|work|turn|\w+ (?:time|points|credit|homework|minutes|notes|phones?))"
        r"|(?:won'?t|doesn'?t|don'?t|didn'?t|wouldn'?t|not|never|can'?t)(?: even)? (?:let|lets|give|gives) (?:me|us)(?! (?:eat|food|dinner|shower|come inside|inside|leave (?:the|my) (?:house|room)|see a doctor|in the house))"
        r"|feed(?:s|ing)? (?:me|us) (?:lies|info\w*|so (?:much|well)|like|cookies|snacks|veg\w*|broccoli|until|the (?:same|answers))|nude (?:color|colou?red|heels|lip\w*|nail|shade|beach|paint\w*|statue|figure|tone|tights|shoes)"
        r"|(?:snack|lunch|walk|talk|kiss)(?:es|ed|s)? (?:me|my) (?:good ?(?:night|bye)|on the (?:head|forehead)|hand|cheek lol)|hug(?:s|ged)? me (?:when|and|after|at|while)|(?:scared|afraid|nervous|terrified)(?: \w+)? (?:to|of) (?:go|get|come|walk\w*)(?: back)? (?:home|to my (?:moms?|dads?|house)|at home|around)(?: \w+)* (?:(?:and )?(?:show|tell) my (?:mom|dad|parents)(?: my)? (?:grade|report|test)\w*|with (?:this|my|a|that) (?:grade|report|\w+ card|c|d|f)|after (?:the|that) (?:movie|film|story)|in the (?:dark|rain|snow)|alone in)"
        r"|(?:comes?|came|get(?:s|ting)?|got|walk(?:s|ed)?|sneak\w*) (?:in|into|to|in to) my room (?:to (?:say|borrow|ask|wake|get|steal|grab)|without knocking|and (?:stole|took|asked|said|woke|eats|ate))|(?:cat|dog|kitten|puppy|bird|hamster|ghost|spider)(?: \w+)* (?:in|into|on|to) my (?:room|bed)"
        r"|(?:look(?:s|ed|ing)?|watch(?:es|ed)?) (?:at )?me (?:weird|like|funny|play|perform|dance|present|practice)|marks? (?:because|bc|for|on|from) (?:the|my) (?:test|quiz|essay|teacher)|scars? (?:from|because) (?:my|the|a|when i (?:was|fell)) ?(?:bike|surgery|cat|dog|stitches|operation|skateboard|chicken|fell|little|\d)|bruis\w+(?: \w+)* (?:from|because|bc|cuz|cause|that)(?: \w+)* (?:soccer|football|volleyball|basketball|practice|pe|gym|karate|wrestling|skating|falling|fell|dodge\w*|the game|rugby|hockey|bike|skateboard|trampoline|cheer|gymnastics|dance|stairs|backpack|bumped|tripped|tackl\w+|ballet|judo|climbing|lacrosse)"
        r"|(?:me|nos|le|les) (?:pega|pego|da|dio|golpeo|golpea|quema|lastimo|lastima)(?: \w+)? (?:el (?:sol|aire|frio|viento|calor|sueno|balon|hambre|zapato|tobillo|cansancio|pasamanos)|la (?:pelota|luz|puerta|ola|rama|nostalgia|risa|gana|flojera|tos|alergia|gripa|hoja|mochila)|un (?:beso|abrazo|balon|libro|dulce|susto|pelotazo|regalo|consejo|aventon)|una (?:foto|hoja|nota|mano|pelota|idea|estrella|calcomania|pista|oportunidad|galleta)|mucha|mucho|flojera|risa|hambre|sueno|pena|miedo|igual|tiempo|permiso|clases?|mucho gusto|bien|mal|por (?:ir|ver|comer|cantar)|gripa|covid|fuerte la|tu|su|ganas|tarea|puntos|dinero|de comer (?:tacos|pizza|pozole|rico|muy)|con (?:la|el|una|un) (?:pelota|balon|almohada|globo|bola|puerta|raqueta|cuaderno|gis|avion))"
        r"|(?:pelota|balon|puerta|sol|viento|ola|rama|cancion|pelicula|libro|frase|gato|perro|perrito|gatito|bebe|abeja|mosquito|zapatos?|luz|frisbee|letra|historia|mochila|maquina)s?(?: \w+)? (?:me|nos|le) (?:peg|golpe|lastim|quem|toc|muerd|mord|bes|patea|pateo|empuj)\w*"
        r"|(?:me|nos|te|le|les) toc(?:a|o|aba|an|aron|ara)(?: \w+)? ?(?:\w+(?:ar|er|ir)(?:me|lo|la|los|las|nos)?\b|a (?:mi|ti|nosotros|ella|el)\b|el (?:turno|piano|violin|examen|equipo|grupo|tema|papel|timbre|numero|lunes|martes|miercoles|jueves|viernes|primer|ultimo|pizarron|corazon|alma|himno|solo|saxofon|acordeon|tambor|mejor)|la (?:guitarra|tarea|parte|pregunta|limpieza|flauta|bateria|exposicion|mejor|misma|cancion|trompeta|primera|segunda|ultima|lectura|tele|suerte|vacuna|puerta)|con (?:el equipo|el grupo|la maestra|\w+ en)|en (?:el (?:equipo|grupo|turno|salon)|la (?:fila|mesa|banca|primera))|un(?:a)? (?:cancion|tema|equipo|companer\w+|pregunta|problema|examen|pieza)|las (?:mananitas|preguntas|diapositivas|golondrinas)|los (?:platos|trastes|viernes|lunes|ejercicios)|mate\w*|ingles|historia|ciencias|primero|despues|hoy|manana|ahora|otra vez|exponer|ser|ir|leer)"
        r"|(?:me|nos) (?:obliga|manda|pide|exige|pidio|mando|obligo)\w* (?:a |que )?(?:estudi\w+|leer|comer (?:verduras|brocoli|sano)|hacer (?:la )?tarea|limpi\w+|lav\w+|tender|barrer|entreg\w+|trae\w*|lle\w+|correr|repetir|pas\w+|mis? (?:tarea|hoja)|la tarea|el|dormir (?:temprano)|usar|ir a|tocar (?:el|la)|practicar|ensayar)"
        r"|empuj(?:a|o) (?:en el columpio|a (?:ser|seguir|estudiar))|(?:no hay|no queda|no tenemos) (?:comida|comer)? ?(?:en (?:el refri|la (?:cafeteria|escuela|cooperativa|biblioteca|clase|cafe)))|(?:dij\w+|dice) (?:que )?no (?:se )?(?:hable|hablara|diga)\w* (?:en|durante|tan|con)|miedo (?:de|a) (?:volver|regresar|llegar|ir) a (?:mi )?casa (?:con (?:esta|esa|mi) (?:calif\w+|boleta)|por la (?:calificacion|boleta)|de noche|en la oscuridad|tarde)"
        r"|(?:dice|dijo|jura|juro|amenaz\w+)(?: con| que)?(?: \w+)? (?:nos|me) va a (?:regan|castig|ayud|dar|llev|pas|manda|compr|explic|ensen|quitar|ganar|dejar|poner|llam)\w*"
        r"|parents? (?:will|would|are gonna|are going to) (?:kill|murder)|(?:threatens?|says?|said) (?:\w+ )*(?:kill|murder|hurt|beat) (?:me|us) (?:if i (?:fail|forget|lose|don'?t|get|miss|break|spoil|drop|touch|eat)|for|in (?:smash|chess|mario)|at)|hurts? (?:me|us) (?:to|that|when (?:people|you|someone)|seeing|more than))(?![a-z0-9])"
    ),
    "violence": re.compile(
        r"\b(?:(?:kill|murder|destroy|crush|beat|hurt|shoot|punch|burn|bomb|end|attack|take|cut|jump|kick|knock)\w* (?:the|this|that|a|these|those|my) (?:test|quiz|game|lights?|vibe|mood|time|process|homework|presentation|essay|project|beat|bugs?|tab|app|server|routine|dance|song|solo|"
        r"performance|joke|music|line|rope|bus|fence|hurdles?|puddle|shot|free throw|three|photo|video|scene|movie|film|ball|hoop|basket|bag|class (?:average|record|picture|notes)|trash|bus|elevator|picture|photos|hill|problem|recycling|dog|survey|one out|other one|rest|leftover\w*|cake|pizza|paper|grass|onion\w*|tree|wood|candle|cd|calories|marshmallow\w*|toast|popcorn)"
        r"|(?:kill|killing|killed) (?:it|two birds|time|a few (?:min|hours)|some time)\b|(?:shoot|shot) (?:you|u|him|her|them|me|us)? ?(?:a|an|the|over|your|some|my|that) ?(?:text|email|message|msg|link|doc|dm|pdf|pic|look|glance|notes?|file|slides?|number|question|invite|scene|scenes|video|photo\w*|ad|movie|film|short film|interview|portraits|free throws?|three\w*|hoops|layups?|basket|arrow|pictures?|shot|penalty|documentary|music|commercial|promo|story|reminder|calendar|wink|smile|for)"
        r"|shoot (?:for|some|hoops|baskets|around|arrows|free|threes|your shot|first|from|at the|the ball|it (?:to|over|up top)|us|me|over|up (?:my|your|a|the) (?:hand|email)|stars?|pool|film)|shooting (?:stars?|guard|practice|drills?|hoops|baskets|around|for|the (?:movie|film|video|scene|shot)|a (?:video|film|movie|scene)|hand|form|percentage|range|free|threes|pictures)|photo ?shoot\w*|bamboo shoot\w*|(?:plant|green|pea|new|bean) shoots?|(?:flu|covid|booster|vaccine|tetanus|allergy|long|free|foul|jump|slap|screen|close ?up|wide|camera|drone|penalty|bank|head|hook|mug|moon|snap|big|best|good|nice|great|game.winning) shots?"
        r"|(?:glue|nerf|water|heat|hot|hot glue|squirt|toy|nail|staple|fake|foam|bubble|price|spray|paint|t-?shirt|air ?soft|radar|massage|potato|caulk|cap|confetti|silly string|lego|plastic|cardboard|prop|laser|starting|starter'?s?|spud|marshmallow|tattoo|temperature|grease|3d printed|barcode|tool) (?:guns?|knife|sword|pistols?|rifle|weapons?|bombs?|cannon)|gun (?:lap|control|laws?|debate|rights|safety|violence|show|metal|start|ownership|skin|reform|history)|top gun|gunner\w*|jump the gun|(?:machine gun kelly|mgk)"
        r"|(?:butter|plastic|palette|putty|exacto|x-?acto|utility|bread|cake|pizza|kitchen|steak|carving|pumpkin|paper|clay|craft|lab|dissect\w*|oyster|cheese|swiss army|pumpkin carving|frosting) (?:knife|knives|cutter|blades?)|kni(?:fe|ves) (?:for|to cut|to spread|to carve|and fork|skills|safety|skin|edge|block) ?(?:the|a|cutting|carving|cooking|pumpkins?|fruit|bread|our|my|cake|slicing|culinary|clay|butter)?|(?:fork|spoon|plate|cutting board|napkin)s?,? (?:and |or )?(?:a )?kni(?:fe|ves)|kni(?:fe|ves)(?:,| and| or) (?:a )?(?:fork|spoon|plate)s?|(?:cut|slice|spread|carve|serve|peel)\w* (?:the |our |a |up )?(?:\w+ )?(?:cake|pumpkin|bread|watermelon|apples?|fruit|pizza|potato\w*|clay|sandwich\w*|brownies|pie|bagels?|onion\w*|cardboard|oranges?)|cooking|culinary|kitchen|camping|fishing|whittl\w+|scouts?|camp\b"
        r"|(?:bath|photo|cherry|seed|smoke|stink|cocoa|hot chocolate|baking soda|glitter|f|logic|water|atomic|atom|nuclear|hydrogen|time|calorie|dive|love|the|sugar|zip|fork|snow|paint|truth|banana|confetti) bombs?\b(?! (?:in|at|under|to|on|threat|goes|went|is|inside|near))|(?:is|was|are|were|its|it's|so|be|that'?s|looks|tastes|thats) the bomb|bomb (?:diggity|ass|food|cookies|squad|cyclone|outfit|shelter)|(?:drop\w*|got|get|lay) (?:a|the|some) bomb\w*|bombs? (?:lab|of|calorimeter|fundraiser|were the|was the best)"
        r"|secret weapon|weapons? of (?:mass|math|choice)|weapon (?:of choice)|(?:sharp|roller|razor|shoulder|ice|wind|fan|turbine|propeller|grass|hockey|saw|skate|mower|rotor|wiper) blades?|blades? (?:of|runner|for|on|are sharp|sharpened)|\bak (?:is|in|state)|strap (?:on|broke|for|is|of|came|up)|(?:bag|backpack|guitar|bra|watch|helmet|shoulder|camera|goggle|chin|back ?pack) strap|get (?:a|the) nine|(?:a|got|at|by|the|on|page|problem|number|question|period|grade|room|have|has) nine"
        r"|kick(?:ed|ing)? (?:you|u|him|her|them) (?:out|off|from)|hang (?:you|him|her|them)? ?(?:out|up|in there|the|posters)|end (?:you|her|him|them|the|this|that|a|up) (?:with|up|of|class|year|game|unit|meeting|call|chat|day|at)|take (?:out )?(?:you|him|her|them|the|everyone|that|this|a|people|these|those|one|some|out the) ?(?:to|out (?:to|for)|for|on|home|trash|turn|number|test|quiz|recycling|other|middle|photo\w*|picture\w*|survey|with|there|along|back)"
        r"|hurt (?:you|him|her|them|your|his|their|my|anyone|people|someone)(?:'?s)? (?:feelings?|to (?:try|ask|study|check|say|read)|eyes|ears|brain|grade|chances|head|team|back (?:at|in|playing|lifting)|ankle|knee|shoulder)|(?:not|never|n'?t|without) (?:\w+ )?(?:hurt|hurting|kill|attack) (?:you|anyone|anybody|people|someone|u|him|her|them|a fly)|(?:won'?t|wouldn'?t|doesn'?t|didn'?t|not gonna|isn'?t gonna|not going to) (?:kill|hurt|bite) (?:you|u|him|her|them|ya)"
        r"|(?:could|should|would|might|may|can|will|gonna|going to|i'?ll|ill|imma|let'?s) (?:cut|jump|kick|burn|bury|end|hang|take|blast|smash|bash|knock|attack|punch|poison|mess|poke|snipe|blow) (?:up )?(?:you|u|ya|him|her|them|the|that|this|a|some|people|my) (?:in (?:line|the deck|for|half|chess|checkers|uno|mario|smash)|some|off|a (?:slice|piece|check|break|copy|deal|kiss|dvd|cd)|out|into|up (?:some|with|on)|with (?:confetti|balloons|questions|homework)|(?:volley|basket|soccer|kick) ?ball|rope|music|first|last|slices?|pieces?|balloons?|bubbles|candles?|kisses|away|on (?:the )?(?:presentation|test))"
        r"|(?:kill|killed|killing|murder\w*|slay\w*|destroy\w*|crush\w*) (?:them|him|her|you|u|everyone|yall|em) (?:at (?!lunch|school|recess)|in (?!class|school|the|his|her|their|front)|on (?!the|my)|with (?:kindness|your|that|ur|the (?!gun|knife))|by \d|this (?:saturday|friday|weekend|season)|(?:saturday|friday|tonight) (?:at|in|on) )|(?:kill|murder) (?:you|me|u|him|her) (?:to (?:say|ask|try|share|wait|study|read|help|knock|clean|be nice|smile)|if you (?:spoil|forget|eat|don'?t|dont|tell|lose|touch my (?:fries|food|cookie)))"
        r"|(?:stop|quit|ur|you'?re|youre|its|it'?s|this|that|heat|homework|test|suspense|shoes|allergies|class|teacher|coach|mom|dad|joke|stairs|worksheet|practice|is|are|was|just|bells?) killing (?:me|us)|killing (?:me|us|it)|killed (?:me|us|it|that|the|that)|(?:kill|murder)(?:ed)? (?:for|a) (?:a|some|burger|taco|an?|pizza|cookie)|kill(?:s|ed)? (?:two|2|time|off|weeds|germs|bacteria|ants|bugs|zombies?|plants?)|a? ?mockingbird|curiosity killed"
        r"|(?:attack|bomb|kill|murder|stab|shoot|shot|hang|burn|behead|poison|execut|assassinat|strangl|slaughter|hit|end)(?:s|ed|bed|ting|ing)? (?:caesar|lincoln|hamlet|macbeth|duncan|romeo|tybalt|mercutio|lennie|abel|goliath|hector|achilles|archduke|the (?:king|dragon|monster|wolf|pharaoh|emperor|prince|president|archduke|british|suitors|minotaur|cyclops|beast|giant|deer|pigs?|witch|whale|hare|bear|boss|soldiers?|enem\w+|zombie|spider|roach|bug|fly|weeds?|mosquito|light))"
        r"|(?:die|dead) (?:at|in|on|during|when|if|of|from|after|laughing) (?:level|the (?:boss|game|lava)|lava|minecraft|practice|pe|the (?:mile|heat|suspense|plot|bus|second)|act|chapter|page|scene|episode|season|fortnite|laughter|boredom|hunger|if (?:we|coach|he|she|mom))|(?:going to|gonna|will) die (?:of|from|in (?:this|that|pe|the heat)|laughing|if (?:we|i|coach|mom)|at (?:practice|conditioning))|(?:we'?re|we are|im|i'm|i am|were|we) (?:all |so )?(?:dead|gonna die|going to die|so dead)|(?:so|all) dead (?:lol|haha|if)|we'?re (?:all )?(?:gonna|going to) die"
        r"|beat (?:you|u|him|her|them|your|ur|his) (?:at|in|to|score|record|high|time|there|by|with|team|up the stairs|again in|(?:\d|one|two|three))|beat (?:you|u|him|her|them) up (?:the|that|to)|(?:take|light|set|put|on) (?:the|this|a|your|up the|it|them) (?:candle\w*|stage|fire (?:drill|exit)|bunsen|burner|campfire|table|lantern\w*|room|gym|sky|tree|alarm|timer|tone|scene|mood|house lights|stage on fire)|light up the|fire ?works|fire drill|lock ?down drill|(?:active )?shooter drill|intruder drill"
        r"|dead to me|snap (?:your|ur|his|her|their|my) (?:fingers|pencil|band|glow)|no (?:vengan?|vayan?|vayas|vengas) (?:manana|el \w+),? (?:no hay|es|hay|porque)|watch your back ?(?:pack|stroke|hand|swing|posture)|\b(?:hit|kill) list of (?:songs|books|movies)|list of (?:people|kids|everyone) (?:who|to|i|im)(?: \w+)* (?:invite|thank|bring|brought|bringing|need|needs|want|signed|sign|going|coming|helped|present\w*|call|ask|email|haven'?t|volunteer\w*|tag|missing|absent|paid|owe)|who(?:'?s| is)? next|(?:you'?re|ur|youre|he'?s|she'?s) next (?:in line|to|up|on|for|after|week|right|for presenting)|blood (?:drive|type|cells?|vessels?|pressure|moon|orange|test|sugar|bath and|lab|donation|stream|is thicker|pumps?|flow)|in the hospital (?:with|for|visiting|because)"
        r"|(?:he|she|they|you|u|everyone|yall)(?:'?ll| will| is| are| gonna| going to| should)* (?:regret|be sorry|pay for) (?:not|that grade|it later|skipping|missing|eating|lunch|the (?:tickets|trip|pizza|field)|snacks|your|their|his|her|my|it at|it if|for (?:the|lunch))|pay for (?:lunch|the|snacks|my|your|ur|his|it with|this (?:with|pizza)|a)|(?:he|she|it|they|you) (?:is|are|was|were|will be|'?s|'?re) sorry"
        r"|(?:to|at|from) school (?:tomorrow|monday|friday)(?: \w+)* (?:without|late|unless|if (?:ur|you'?re|you are) sick|with|holiday|no school|closed|cancel\w+|snow|in (?:pajamas|costume)|teacher)|(?:no school|snow day|holiday|day off|teacher work ?day|closed|sick|fever|throwing up|contagious|covid|flu|strep|lice|half day)\b"
        r"|(?:pistola|pistolas) de (?:silicon|silicona|agua|juguete|pintura|burbujas|pegamento|calor|espuma|dardos)|(?:cuchillos?|navajas?) (?:de plastico|para (?:el|la|cortar|untar|partir|picar)|de (?:cocina|mantequilla|untar|mesa|chef))|bombas? de (?:agua|bano|chocolate|semillas|aire|tiempo|gasolina|crema|jabon|papel|humo de color)|bombas? (?:atomica|nuclear|sexy|estuvo)|(?:fue|es|esta|estuvo|quedo) (?:la|una) bomba|arma (?:secreta|el|la|los|las|un|una|tu|tus|su)|armas? (?:secretas?|medievales?|de la (?:edad|guerra)|nucleares?)|(?:tenedor|cuchara|plato|servilleta)s?,? (?:y |o )?(?:un |los )?cuchillos?|cuchillos?,? (?:y|o) (?:un )?(?:tenedor|cuchara|plato)s?|pastel|sandia|calabaza|fogata|cocina|manualidad\w*"
        r"|(?:te|lo|la|los|las|le|les) (?:voy|vamos|va|van|iba) a (?:\w+ )?(?:pegar (?:la (?:foto|hoja|etiqueta|estampa|calcomania|imagen|nota|estrella)|en (?:el|la) (?:cuaderno|pared|cartulina|pizarron)|una (?:foto|calcomania|estrella)|con (?:cinta|resistol|pegamento))|cortar (?:el|la|un|una|con|por|en|las puntas)|dar (?:un|una|de|en) (?:abrazo|copia|beso|mano|regalo|ride|sorpresa|like|cinco|gusto|comer|foto|aventon|pista|oportunidad|pedazo|punto|clase|galleta|dulce|vuelta|idea|parte|lapiz|hoja|premio)\w*|meter (?:un|una) (?:gol|canasta|golazo|susto|calificacion|nota|hoja|multa|cuaderno)|romper (?:el|la) (?:record|pinata|marcador|corazon)|sacar (?:una|un) (?:foto|copia|diez|buen|buena)|esperar (?:afuera|a la salida) (?:para|con|en el carro|de)|quemar (?:un (?:cd|disco)|calorias|la (?:pila|comida))|picar (?:la|las|el|los|un|fruta)|hacer (?:pedazos el (?:papel|pan))|partir (?:la (?:pinata|pizza|sandia|hoja)|el (?:pastel|pan|queso)|en)|arrancar la hoja|cargar (?:la (?:mochila|bateria|pila|silla)|el)|matar (?:de risa|de (?:hambre|aburrimiento|sed|sueno|cansancio|calor)|si (?:no (?:estudio|entrego|llego|traigo|hago|limpio|le)|repruebo|llego tarde|pierdo|se entera|saco|se me)))|(?:mama|papa|jefa|profe|maestra|entrenador|abuela|hermana)(?: \w+)? (?:me|nos|te) va a matar|matar (?:el tiempo|dos pajaros|el hambre|la curiosidad|moscas|mosquitos|zombies?|cucarachas?|hormigas?|aranas?|la arana|el mosquito|al (?:dragon|jefe|monstruo))|pinata"
        r"|(?:quemar|volar|explotar|destruir|reventar|tronar|prender)(?: \w+)? (?:el|la|un|una|los) (?:globo\w*|cometa|papalote|volcan|dron|avion\w*|calorias|basura|palomitas|piñata|pinata|cohete\w*|vela\w*|luz|computadora|foco|bateria|camara|pila|fogata|tele|compu|proyector|burbuja\w*|lampara)|volar (?:al?|con|en|por|sobre)|(?:no (?:vengan?|vayan?|vayas|vengas)(?: \w+)* (?:tarde|sin|enferm\w+|si (?:tienen?|estan?|llueve|hay)|con (?:celular|uniforme)|porque (?:no hay|hay (?:junta|consejo|puente|descanso)|es)|no hay clases?))|no hay clases?|dia festivo|consejo tecnico|suspendieron|puente|lista de (?:gente|los que|todos los que)(?: \w+)* (?:van|faltan|vienen|traen|ayudan|pagaron|quieren|participan)|lista de (?:utiles|asistencia|invitados|espera)|carta de despedida (?:a|para) (?:la maestra|el profe|los)|cuidate la espalda (?:al|cuando)|ojala (?:te|se) (?:mejoren?|recuperen?))(?![a-z0-9])"
    ),
}


def is_harmless(text: str, kind: Kind, match: Match) -> bool:
    """Is this said of a game, a book, a lesson, a ball; or is it a figure of speech?"""
    start, end = _sentence(text, match)
    sentence, said = text[start:end], text[match.start : match.end]
    if any(
        idiom.start() + start < match.end and match.start < idiom.end() + start
        for idiom in _IDIOMS[kind].finditer(sentence)
    ):
        return True
    if _SOON.search(sentence):
        return False
    earnest = _EARNEST.search(said) is not None
    if not earnest and _GAMES.search(sentence):
        return True
    if kind == "violence" and _SPORT.search(sentence):
        return True
    return _is_told_of(text, sentence, match)


def _is_told_of(text: str, sentence: str, match: Match) -> bool:
    """Is it of a story or a lesson, and nobody here speaks of himself but in a quotation?"""
    if _TEACHING.search(sentence) is None and _STORY.search(sentence) is None:
        return False
    for quotation in _QUOTED.finditer(text):
        if quotation.start() <= match.start and match.end <= quotation.end():
            return True
    return _SELF.search(_QUOTED.sub(" ", sentence)) is None


def _sentence(text: str, match: Match) -> tuple[int, int]:
    first, last = max(0, match.start - AROUND), min(len(text), match.end + AROUND)
    start = max((m.end() for m in _ENDS.finditer(text, first, match.start)), default=first)
    following = _ENDS.search(text, match.end, last)
    return start, following.start() if following else last
