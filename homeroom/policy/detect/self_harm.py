"""Talk of harming or killing oneself, by how it is said rather than by single phrases.

Beside the lists of `config/words/`. What only sounds like it is told apart in `harmless`.
"""

from __future__ import annotations

from homeroom.policy.detect.danger import Told

_NOT = r"(?:do ?n'?t|do not|did ?n'?t|does ?n'?t|no longer|never|not|cannot|can'?t)"
_WANT = (
    r"(?:want(?:ed|ing)?(?: 2| to)?|wan2|want2|wanna|wana|wish(?:ing)? (?:i could|to)|"
    r"ready to|rather|going to"
    r"|gonna|gunna|hope (?:i|to)|need to|let me|should|might|about to|think(?:ing)? (?:of|about)"
    r"|plan(?:ning)? (?:on|to)|try(?:ing)? to|tried to|feel like|try|deserve to|supposed to)"
)
_JUST = r"(?: just| really| literally| so badly| even| kinda| only| actually| like| to)*"
_SELF = r"(?:my ?sel(?:f|ves)|meself)"
_HARM = (
    r"(?:kill|hurt|cut|harm|hang|shoot|drown|burn|starve|unalive|stab|poison|scratch|chok|punish"
    r"|delet|slit|electrocut|murder|strangl|injur)(?:ing|ting|ning|s|ed|t|e)?|off(?:ing|ed)?"
    r"|starving|hanged|hung|shot"
)
_BODY = r"(?:wrists?|arms?|legs?|thighs?|veins?|skin|throat|hips?|stomach)"
_GONE = (
    r"(?:die|be dead|disappear|not (?:be here|exist|wake up|be alive|live)|stop existing|"
    r"stop living|sleep forever|never wake up|be gone forever|cease to exist|sleep and never wake"
    r" up|go to sleep (?:forever|and never wake up|and not wake up)|not be (?:here|around|alive)"
    r"(?: any ?more)?)"
)
_PILLS = r"(?:pills?|meds|medicine|tylenol|advil|sleeping pills|bottle)"
_NOBODY = r"(?:no ?body|no one|nobody|noone|who|no1|not a single person|they|yall)"

_W = (
    r"(?:,? (?!my\b(?! ?self)|the\b|he\b|she\b|it\b|this\b|that\b|they\b|we\b|you\b|u\b|a\b|"
    r"his\b|her\b|our\b|your\b|who\b|people\b|someone\b)[\w']+)"
)
_I = (
    r"(?:i|im|i'?m|i'?ve|ive|id|i'?d|ill|i'?ll|me|just|been|rather|keep|sometimes|always|"
    r"honestly|really)"
)
_THOUGHT = (
    r"(?:want\w*|wanna|wana|wish\w*|think\w*|thought|thoughts|plan\w*|going to|gonna|try\w*|"
    r"tried|feel like|need|ready|hope|considering|considered|might|should|could|dream\w*|"
    r"decided|"
    r"urges?|deserve|about|ways?|rather|like)"
)
_DEATH = (
    r"(?:die|be dead|being dead|dying|kill(?:ing)? (?:my ?self|me)|end(?:ing)? (?:it all|"
    r"my life|everything|this life|it for good)|disappear(?:ing)? (?:forever|from|and|already|"
    r"completely)|not (?:be(?:ing)? (?:here any ?more|alive)|exist\w*|wak\w+ up)|"
    r"(?:hurt|cut|harm|burn|hang|shoot|starv|drown|stab)(?:ting|ing|e)? my ?self|unaliv\w+|"
    r"never wak\w+ up|suicide)"
)
_ALIVE = (
    r"(?:living|live any ?more|alive|exist(?:ing)?|wak(?:e|ing) up (?:any ?more|again)|"
    r"be(?:ing)? here any ?more|go(?:ing)? on living|keep going any ?more|survive this)"
)

ENGLISH = (
    r"\bfeel(?:s|ing)? like (?:i'?m |im )?(?:just )?(?:dying|dead inside|ending it|"
    r"killing my ?self|giving up on (?:life|everything))\b(?! of| from| bc it| in this heat)",
    r"\b(?:been|started|keep|still) cutting (?:for|since|again|more|every|almost|a lot|"
    r"deeper)\b(?: \w+){0,2}",
    r"\bwhat if i (?:just |actually |really )*(?:died|die|killed my ?self|disappeared|"
    r"was ?n'?t here|was gone|was dead|jumped|ended it)\b(?: \w+)?",
    r"\b(?:took|take|taking|swallow\w*|down(?:ed|ing)|stole) (?:[\w']+ ){0,6}?(?:pills|tylenol|"
    r"advil|sleeping pills|meds)\b(?: (?:to (?:die|end|sleep)|and|so|at once|from))?",
    r"\b(?:have|got|bought|hid|found) (?:the|a|my|some) (?:rope|noose|razor|blade|"
    r"blades)(?: \w+)?(?: ready)?\b(?= ?(?:\Z|[.,!?]|and|in my|for|under|ready|hidden))|"
    r"\bnoose\b",
    r"\b(?:be with|join|see|go to|meet) (?:my |him|her|them|\w+ )?(?:\w+ )?in heaven\b|"
    r"\b(?:tonight|today|this|tomorrow) (?:is|will be|"
    r"might be) (?:gonna be )?my last(?: (?:night|day|time here|hour))?(?= ?(?:\Z|[.,!?]|"
    r"alive|here|on earth))",
    r"\b(?:kill|hurt|hang|harm|cut|shoot|unalive)(?:ing|ting|s|ed)? (?:him ?self|her ?self|"
    r"them ?sel(?:f|ves))\b(?: \w+){0,2}",
    r"\b(?:i|i'?ve|ive|been|keep|started|keeps) (?:just |have |been )*(?:cut|cutting|burn\w*|"
    r"scratch\w*|slice|sliced|slicing) (?:up )?my (?:arms?|wrists?|legs?|thighs?|skin|"
    r"stomach)\b(?: (?:again|last night|yesterday|today|bc|because|when|every|until|so|and|"
    r"to feel|open))?",
    r"\b(?:keep|keeps|kept|started|cant stop|been|stop) cutting (?:in (?:the|my) (?:bathroom|"
    r"room|shower)|at (?:school|home|night)|when|so|bc|because|and)",
    r"\bpills\w* .{0,20}\b(?:take|swallow|took) (?:all|them|em)\b(?: \w+){0,3}|\b(?:tak(?:e|"
    r"ing)|took|swallow\w*|eat) (?:them|em|the pills|pills|it) all\b(?: \w+){0,6}|"
    r"\bso i (?:dont|don'?t|never|won'?t|wont) wake up\b|\b(?:wanna|want to|gonna|going to|"
    r"need to|i'?ll) (?:morirme|matarme|suicidarme|desaparecer|desvivirme)\b",
    r"\b(?:voy a|quiero|me voy a|gonna|wanna|want to|going to|might|about to) (?:un-?alive|"
    r"desvivir\w*|sewerslide|kermit|autoeliminar\w*|kms)\b(?: \w+)?",
    r"\b(?:friend|sister|brother|cousin|girlfriend|bf|gf|boyfriend|she|he|they|someone|"
    r"classmate)(?: \w+){0,5} (?:wants to die|wants to kill|going to kill h\w+self|suicidal|"
    r"cutting (?:her|him)self|self ?harm\w*|tried to kill|took (?:a bunch|all) of)\b(?: \w+)?",
    rf"\b{_I}{_W}{{0,4}} {_THOUGHT}{_W}{{0,4}} {_DEATH}\b",
    rf"\b(?:i|im|i'?m|ive|i'?ve|my)\b{_W}{{0,5}}? (?:not|dont|don'?t|do not|cant|can'?t|no|"
    rf"never|hate|tired|sick|done|stop|didn'?t|didnt|wish)\b{_W}{{0,5}} {_ALIVE}(?= ?(?:\Z|"
    r"[.,!?\n]|any ?more|at all|like this|and|bc|because|when|if|with|lol|tbh|ngl|rn|but|so|"
    r"either|is))",
    r"\bnot sure (?:if )?i (?:want|wanna|can|even want)(?: to)? (?:keep |be |stay |"
    r"go on )?(?:living|alive|live|going|exist\w*|here any ?more)",
    r"\b(?:ca ?n'?t|cannot|stop(?:ped)?|started|keep|kept|back to|been|urge to|quit|want to|"
    r"wanna|feel like|relapsed(?: and)?)(?: \w+){0,2} cut(?:ting)?\b(?= ?(?:\Z|[.!?,\n]|again|"
    r"my ?self|my (?:arms?|wrists?|legs?|thighs?|skin)|when|at night|bc|because|every night|"
    r"deeper))",
    r"\b(?:feel like|thinking (?:of|about)|want(?:ing)? (?:to|2)|gonna|going to|might|"
    r"ready to) (?:just )?end(?:ing)? (?:everything|it all|things|it)(?= ?(?:\Z|[.!?,\n]|"
    r"tonight|soon|now|rn|today|for good|bc|because))",
    r"\bhow (?:i'?d|i would|i will|i'?ll|i could|to)(?: \w+)? (?:kill my ?self|die|"
    r"do it,? (?:pills|rope|a knife|the bridge))",
    rf"{_WANT}{_JUST} {_GONE}\b",
    rf"{_NOT}{_JUST} (?:want(?:ed)?(?: to)?|wanna|wana|deserve to|plan to|care to|feel like)"
    rf"{_JUST} (?:be (?:here|alive|around|on this (?:earth|planet))(?: any ?more)?|liv(?:e|ing)|"
    r"exist(?:ing)?|wake up|keep (?:going|living)|go on|breathe|see tomorrow)\b"
    r"(?: (?:in|with|at|on|near|by|for|to|early|until|till|before) \w+)?",
    r"\b(?:want(?:ed)?|wish|need|ready for|just want) (?:it|this|everything|the pain|"
    r"life)(?: all)?(?: to)?(?: just)? (?:end|stop|be over|to be over)\b(?: \w+){0,2}|"
    r"\b(?:gonna|going to|want to|wanna|ready to|about to|might|should|ima|"
    r"i'?ll) (?:just )?end (?:it|myself|everything)(?:\Z| tonight| all| soon| now| tomorrow|"
    r" today)",
    r"\b(?:do ?n'?t|can'?t|cant|never|no longer) (?:see|have|find|know|get)(?: \w+)?(?: a|"
    r" any| the| another)? (?:reason|point|purpose|future|will)(?: \w+)? (?:to|in|of|"
    r"for)(?: even)? ?(?:keep|be|stay)? ?(?:liv(?:e|ing)|go(?:ing)? on|alive|exist\w*|"
    r"being (?:alive|here))",
    r"\b(?:do ?n'?t|not)(?: \w+)? (?:think|plan|expect) (?:i'?ll|ill|i will|on|"
    r"to)(?: \w+)? ?(?:be(?:ing)? (?:alive|around|here)|mak(?:e|ing) it (?:to|past)|see|"
    r"live to|surviv\w+)\b(?: \w+){0,3}",
    r"\b(?:i(?:'m| am|m)?|im) (?:a )?(?:suicidal|going to hang|hanging|gonna hang)\b|"
    r"\bhate (?:my ?self|my life) (?:so much )?(?:and|i) (?:i )?(?:want|wanna|"
    r"wish)(?: \w+){0,2}",
    r"wish (?:that )?(?:i|id|i'd)(?: (?:was|were|wasn'?t|weren'?t|had|hadn'?t|could|would|"
    r"wouldn'?t|am))?"
    r"(?: just| never| not| have| had)*(?: been)? ?(?:dead|born|die|gone|here any ?more|alive|"
    r"disappear|"
    r"exist|existed|wake up)\b",
    rf"\b(?:{_HARM})(?: and \w+)? {_SELF}\b",
    rf"(?:{_HARM})(?: up)? (?:my|his own|her own) (?:own )?{_BODY}\b",
    r"(?:end|ending|ended|take|taking|took) (?:my|my own) life\b",
    r"\b(?:end|ending) (?:it|things|everything)(?: all)?(?: tonight| soon| for good| forever|"
    r" once and for all| now)\b|\bend(?:ing)? it all\b",
    r"(?:better(?: off)?|happier|easier|relieved|nicer|glad)(?: place| world|"
    r" for every ?(?:one|body))?"
    r"(?: off)? (?:if i (?:was|were|wasn'?t|weren'?t|am|just|died|disappeared|never|didn'?t)"
    r"(?: just| not| never)*(?: dead| gone| here| around| alive| existed?| born| been born|"
    r" disappeared| died)?|without me\b|w/?o me\b|dead\b)",
    rf"{_NOBODY}(?: will| would|'?d| wud| even| gonna| is going to| really)*"
    r" (?:miss me|care if i (?:die|died|was gone|were gone|disappear\w*|wasn'?t here|was dead|"
    r"killed|left this)|notice if i (?:die|died|was gone|disappear\w*|wasn'?t here|never)|"
    r"cry (?:if|when) i|come to my funeral|be sad if i (?:die|died|was gone|disappear\w*))",
    r"\bno (?:reason|point|purpose) (?:to|in|of|for)(?: me)?(?: to)?(?: even)? ?(?:be|being|"
    r"stay|keep)?"
    r" ?(?:liv(?:e|ing)|alive|exist(?:ing)?|here any ?more|go(?:ing)? on|breathing)\b",
    r"\bwhat'?s the point (?:of|in) (?:liv\w+|being (?:alive|here)|exist\w+|going on|life)",
    r"\b(?:tired|sick|done|exhausted|finished|over) (?:of|with|from) (?:living|life|being alive|"
    r"exist\w+|breathing|being here|this life|my life)\b",
    r"\blife (?:is ?n'?t|is not|aint|ain'?t|is no longer|feels? ?n'?o?t?) worth (?:it|living)\b|"
    r"\bnot worth living\b|"
    r"\bnothing(?: left)? to live for\b|\bgive up on (?:life|living)\b|\bgiving up on life\b|"
    r"\bhate (?:being alive|living|my existence|that i (?:exist|was born|woke up))\b|"
    r"\bmy (?:life|existence) is (?:pointless|meaningless|over|not worth it)\b",
    r"\b(?:tak(?:e|ing)|took|swallow\w*|down\w*|eat|ate|chug\w*|have|saved?) (?:like )?(?:all|"
    r"a bunch|"
    r"a lot|a handful|the whole|a whole|too many|so many|every|enough|\d+)(?: of)?(?: my| the|"
    r" moms?|"
    rf" mom'?s| her| his| dads?| these| those| \w+)? ?{_PILLS}\b",
    r"\b(?:over ?dos(?:e|ed|ing)|od)(?: on|'?d on)?\b(?: \w+)?",
    r"\bjump(?:ing|ed)? (?:off|from|out of|in front of|into)(?: of)? (?:the|a|my|this|that|our)"
    r"(?: \w+)? ?(?:bridge|roof|building|balcony|overpass|cliff|window|train|bus|car|truck|traffic|"
    r"parking garage|tower|tracks)\b",
    r"\b(?:walk|walking|step|stepping|run|throw myself) (?:in front of|into|out into) (?:a |the )?"
    r"(?:car|bus|train|traffic|truck|road|highway)\b",
    r"\bsuicid\w*(?: \w+)?|\bself ?-?harm\w*|\bsewerslide\b|\bunaliv\w+ (?:my|him|her)",
    r"\b(?:hid(?:e|ing)|cover(?:ing)?(?: up)?|show(?:ed)?|see|saw|new|fresh|more)(?: my| the|"
    r" her| his)? "
    r"(?:cuts|scars|cut marks)\b(?: on)?(?: my)?(?: \w+)?|\bcuts (?:on|all over|up) my \w+|"
    r"\brelapsed\b(?: \w+){0,3}? (?:cutting|again|self)|\b(?:started|stop|been|back to|keep|miss) "
    r"cutting(?: again| at night| when)\b|\bcutting (?:helps|makes (?:it|me)|is the only)",
    r"\b(?:you|u|yall|they|everyone|she|he)(?:'?ll| will|re|'?re)?(?: wo ?n'?t| not| never)+"
    r"(?: ever| going to| gonna| have to)* (?:see me|hear from me|deal with me|worry about me)"
    r"(?: ever)? (?:again|any ?more|much longer|after (?:tonight|today|this))",
    r"\bwo ?n'?t be (?:here|around|alive)(?: for)? (?:much longer|any ?more)\b|"
    r"\b(?:this is )?(?:my )?(?:last|final) (?:goodbye|day on earth|message ever|note|day alive)\b|"
    r"\b(?:wrote|writing|write|left|have) (?:a |my |some |the )?(?:goodbye|suicide|"
    r"last) (?:note|letter)"
    r"s?\b|\bkms\b|\bkys\b|\bkill (?:yo?ur|ur) ?self\b|\bgo die\b",
)

_QUIERO = (
    r"(?:quiero|kiero|quisiera|queria|deseo|desearia|prefiero|preferiria|ojala|tengo ganas de|"
    r"ganas de|pienso en|pienso|pensando en|pense en|pensado en|voy a|iba a|estoy por|intente|"
    r"intento|trate de|necesito|me gustaria|solo|mejor|planeo|debo|debería|deberia|ganas de)"
)
_YA = r"(?: ya| solo| nomas| mejor| de verdad| a veces| simplemente| mucho| en)*"
_A_MI = (
    r"(?:morir(?:me)?|matarme|desaparecer(?: para siempre| del mundo)?|no despertar\w*|no existir|"
    r"cortarme(?! el pelo| el cabello| las unas| las puntas| el fleco)|lastimarme|hacerme dano|"
    r"quitarme la vida|acabar con (?:todo|mi vida|esto|mi sufrimiento)|acabar conmigo|terminar con "
    r"(?:todo|mi vida)|dejar de (?:existir|vivir)|estar muert[oa]|dormir(?:me)? (?:y no|para no|"
    r"para siempre)|no haber nacido|no estar (?:vivo|viva|aqui ya)|suicid\w+|colgarme|ahorcarme|"
    r"envenenarme|dispararme|ahogarme|morirme)"
)

_N = r"(?: (?!el\b|la\b(?! vida)|los\b|las\b|un\b|una\b|su\b|tu\b)\w+)"

SPANISH = (
    r"\bse (?:va|iba|quiere|quiso|quieren|van|intento) a? ?(?:matar|suicidar|quitar la vida|"
    r"colgar|cortar las venas|hacer dano)\b(?: \w+)?|\bse (?:quiere|queria|quieren) (?:matar|"
    r"morir|suicidar|cortar)\b|\b(?:quiere|queria|intento) (?:matarse|suicidarse|morirse|"
    r"cortarse|quitarse la vida|hacerse dano)\b|"
    r"\bse (?:esta cortando|corta|lastima|hace dano)(?: a si mism\w+| los brazos| las \w+| en)?",
    r"\bme cort[eo] con (?:la|el|una?|mi|un) (?:navaja|cuchillo|vidrio|rasurador\w*|cuter|"
    r"cutter|gillette|navajita|rastrillo|knife|blade)\b(?: \w+){0,3}",
    r"\b(?:no|ya no) (?:k|q|qu)?iero (?:bibir|bivir|vivir|ecsistir|existir)|\bdesviv\w+|"
    r"\bme (?:k|q)iero (?:morir|matar)|\bkiero (?:morir|matar)\w*",
    r"\b(?:yo|me|quiero|quisiera|ojala|mejor|ganas|pienso|pensando|voy|prefiero|deseo|ya|creo|"
    rf"solo|siento|intente|intento|planeo|a veces){_N}{{0,5}}? (?:morirme|matarme|suicidarme|"
    r"quitarme la vida|no existir|no despertar(?: \w+)?|acabar (?:conmigo|con mi vida|"
    r"con todo)|"
    r"desaparecer (?:del mundo|para siempre|de este mundo)|irme de este mundo|"
    r"ir de este mundo|estar muert[oa]|hacerme dano|lastimarme|cortarme)\b(?! el pelo|"
    r" el cabello| las unas)(?: (?:de|del|por) \w+)?",
    r"\b(?:si (?:yo )?me (?:muero|muriera|mato|matara)|mejor me (?:muero|mato)|"
    r"que me (?:muera|muriera))\b(?: \w+){0,6}",
    rf"\b(?:me )?{_QUIERO}{_YA} {_A_MI}\b(?: \w+)?",
    r"\bojala (?:(?:ya )?me (?:muera|muriera|hubiera muerto)|no (?:despierte|despertara|"
    r"hubiera nacido|"
    r"existiera)|estuviera muert[oa]|nunca hubiera nacido)",
    r"\b(?:ya )?no (?:quiero|kiero|puedo|deseo|tengo ganas de|aguanto|soporto|le veo(?: el)? "
    r"sentido a|encuentro sentido a|merezco|vale la pena) (?:ya )?(?:seguir )?(?:en |a )?(?:vivir|"
    r"viviendo|viv[oa]|existir|existiendo|despertar\w*|estar viv[oa]|la vida|seguir aqui|"
    r"estar en este mundo|mi vida)\b(?: (?:en|con|cerca|lejos) \w+)?",
    r"\bme (?:lastim[oe]|lastimaba|corto|cortaba|quemo|rasguno) (?:para|cuando (?:estoy|"
    r"me siento)|porque|yo|a proposito|otra vez|a veces|los|las|de noche|en las noches|"
    r"a escondidas)(?: \w+)?|\bme (?:quiero|voy a|quisiera|pienso|iba a) (?:ahorcar|colgar|"
    r"(?:him|her|them) ?sel|all|bibir|bivir|desviv|un-?alive|kermit|se (?:va|iba|quiere|quiso|"
    r"esta|corta|lastima|hace|van|intento)|matarse|suicidarse|cortarse|dying|kill\w* (?:me|"
    r"my)|hurt\w* my|cut\w* my|cut\b|irme|ir de|lastimarme|muero|me mato|cortar las|"
    r"cortar los|tirar|aventar|lastimar|ahogar|disparar|envenenar|desaparecer|suicidar|matar|"
    r"morir|hacer dano)\b(?: \w+)?|\b(?:ya )?no quiero (?:seguir |estar )?(?:aqui |"
    r"mas )?en este mundo\b|\bojala me muriera\b|\bquiero que (?:todo |ya |"
    r"esto )*(?:se )?(?:acabe|termine)\b|\bme (?:estoy )?(?:cort[oe]|corte|cortaba|cortando|"
    r"lastim[oe]|lastimaba|hag[oa]|hice|hacia|"
    r"quem[oe]|rasgun[oe]|pego)(?: \w+)? (?:dano|los brazos|las venas|las munecas|las piernas|los "
    r"muslos|la piel|el brazo|la muneca|a mi mism[oa]|yo mism[oa])",
    r"\b(?:me he|he estado|empece a|volvi a|sigo) (?:cortad\w+|cortando(?:me)?|cortarme|"
    r"lastimad\w+|"
    r"lastimando(?:me)?|haciendome dano)\b",
    r"\bnadie (?:me )?(?:va a |iba a )?(?:extran\w+|echaria de menos|lloraria|notaria|"
    r"se daria cuenta|"
    r"lo notaria)(?: \w+)?",
    r"\ba nadie le (?:importa\w*|va a importar|interesa\w*)(?: si)? (?:me muero|muero|muriera|me "
    r"muriera|desaparezco|no estoy|vivo o muero|si vivo)",
    r"\b(?:mejor|felices|feliz|tranquil[oa]s|bien) (?:si (?:yo )?(?:no|me|estuviera|desaparec\w+|"
    r"muriera|nunca)(?: \w+)?(?: muert[oa])?|sin mi\b)",
    r"\b(?:mi |la )?vida (?:ya )?no (?:tiene sentido|vale(?: la pena| nada)?|sirve)\b|"
    r"\bpara que (?:vivir|vivo|seguir viviendo|existo)\b|\bno hay razon para (?:vivir|seguir)\b|"
    r"\b(?:odio|odiaba) (?:estar viv[oa]|vivir|mi vida|haber nacido|mi existencia)\b|"
    r"\b(?:cansad[oa]|hart[oa]) de (?:vivir|la vida|existir|estar viv[oa]|mi vida)\b",
    r"\b(?:tirarme|aventarme|lanzarme|saltar|brincar|tiro|aviento|arrojarme)(?: \w+)? (?:del?|"
    r"desde|al?|"
    r"por|a los|frente a)(?: \w+)? (?:puente|techo|edificio|balcon|azotea|tren|carros|ventana|"
    r"metro|"
    r"autos|camion|segundo piso|barranco)\b",
    r"\b(?:tom\w+|tragar\w*|me tome|me trague)(?:me)? (?:todas|muchas|un monton de|"
    r"un frasco de|un bote de|"
    r"demasiadas|bastantes|un punado de|todo el frasco)(?: de)?(?: las| los| mis)? ?(?:pastillas|"
    r"pildoras|medicinas?|tranquilizantes)?",
    r"\bsuicid\w+|\bautolesi\w+|\bcarta de despedida\b|\bno me (?:van|vas|va) a volver a ver\b|"
    r"\b(?:esta|es) (?:es )?mi ultima (?:noche|carta|despedida|vez aqui)\b|\bya no (?:voy a|"
    r"quiero) "
    r"estar (?:aqui )?(?:en este mundo|para siempre|nunca mas)\b|\bestaria mejor muert[oa]\b|"
    r"\bmatate\b|\bmejor muerete\b",
)

TOLD = Told(
    trigger=(
        r"(?:dying|dead inside|what if i|cutting|noose|rope|razor|heaven|my last|pills|"
        r"me (?:mato|muero)|\bmeds\b|giving up on)|"
        r"\b(?:my ?self|die|dead|living|live|alive|exist\w*|born|suicid\w*|self ?-?harm\w*|kms|kys|"
        r"unaliv\w*|sewerslide|wrists?|arms?|legs?|thighs?|veins?|pills?|meds|tylenol|advil|bottle|"
        r"over ?dos\w*|od|without me|miss me|see me|deal with me|hear from me|worry about me|"
        r"wake up|disappear\w*|end(?:ing)? (?:it|things|everything)|my (?:own )?life|"
        r"point (?:of|in)|"
        r"jump\w*|walk\w*|step\w*|cuts|scars|cutting|funeral|cry (?:if|when) i|care if i|"
        r"notice if i|"
        r"be sad if i|w/?o me|goodbye|last (?:note|letter)|not (?:be here|be around)|kill ur ?self|"
        r"kill your ?self|sleep forever|go on|keep going|breathe|see tomorrow|life|much longer|"
        r"morir\w*|muer[aoe]\w*|muri\w+|mundo|acabe|termine|it all|pain|end myself|"
        r"(?:everything|this|life) (?:to )?(?:end|stop|be over)|surviv\w*|future|reason|"
        r"purpose|ahorcar|colgar|quemo|rasguno|make it (?:to|past)|matarme|matate|"
        r"desaparec\w*|despert\w*|existir|existi\w*|cortarme|"
        r"cort[oe]|corta\w*|lastim\w*|dano|vida|vivir|viv[oa]|viviendo|muert[oa]|nacido|colgarme|"
        r"ahorcarme|envenenarme|dispararme|ahogarme|extran\w*|(?:him|her|them) ?sel\w*|"
        r"(?:take|took|swallow\w*) (?:them|em) all|bibir|bivir|desviv\w*|kermit|autoelim\w*|"
        r"se (?:va|iba|quiere|quiso|quieren|van|intento|esta|corta|lastima|hace)|matarse|"
        r"suicidarse|cortarse|kiero|de menos|lloraria|notaria|sin mi|"
        r"tirarme|aventarme|lanzarme|saltar|brincar|arrojarme|pastillas|pildoras|frasco|"
        r"autolesi\w*|"
        r"despedida|volver a ver|acabar c\w+|terminar con|a nadie le|suicidar\w*|si no estuviera|"
        r"not a single person)\b"
    ),
    patterns=(*ENGLISH, *SPANISH),
)
