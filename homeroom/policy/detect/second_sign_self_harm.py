"""Wordings of self-harm that need a second sign."""

from __future__ import annotations

from homeroom.policy.detect.weak import Weak

_WILL = (
    r"\b(?:i want|wanna|want to|want 2|gonna|going to|might|should|could|feel(?:s|ing)? like|"
    r"think\w*|thought\w*|about to|ready|wish|let me|i'll|ill|just|tempted|urge\w*|need to|rather|"
    r"plan\w*|try\w*|tried|hope|like to|what if|gunna|wana|2 jump|how|quiero|voy|ganas|"
    r"threat\w*|says?|said|wants|keeps?)\b"
)
_AGAIN = (
    r"\b(?:again|keep|keeps|kept|started|starting|stop|want\w*|wanna|wana|urge\w*|feel|every|"
    r"always|on purpose|"
    r"hate|sad|numb|pain|because i|bc i|when i(?:'m| am|m)? (?:sad|feel\w*|get|alone|mad|upset|"
    r"stress\w*)|at night|last night|lighter|razor|blade|cigarette|thinking|think|might|"
    r"gonna|going to|need to|better|deserve|punish\w*|hide|hiding|long sleeves|cope|"
    r"cant|can't|been|until|bleed\w*|relaps\w*|to feel|tonight|sometimes|like|plan\w*|ways?|how|"
    r"no one|"
    r"nobody|secret\w*|tell|help me|need help|scars?|wish|try|tried|trying|hopeless|alive|"
    r"otra vez|quiero|siempre|noche|triste)\b"
)

WEAK = (
    # Hurt: a fall, or on purpose?
    Weak(
        wording=r"\b(?:hurt|injur\w+|burn\w*|cut|scratch\w*|shock\w*|poison\w*|chok\w*|stab\w*|"
        r"shot|hit|punish\w*|electrocut\w*|starv\w*|drown\w*)(?:ting|ing|ed)?(?: and \w+)? "
        r"my ?self\b|"
        r"\b(?:hurt\w*|injur\w+|burn\w*|scratch\w*|shot|chok\w*|cut\w*|stab\w*|hit|punch\w*|"
        r"poison\w*)"
        r"(?: up)? my (?:own )?(?:arms?|legs?|skin|throat|hips?|stomach|thighs?|wrists?)\b",
        sign=_AGAIN + r"|\bi (?:just |have |been )*(?:cut|slit|slice\w*) (?:up )?my (?:arms|legs|"
        r"thighs?|wrists?|skin|self)\b|\bcutting my\b|\bmy ?self\W*\Z|\bi (?:hurt|cut|burn) my ?"
        r"self(?! (?:on|fall\w*|skat\w*|at|in))",
    ),
    Weak(
        wording=r"\bmy ?self\b",
        sign=r"\A(?!.*\b(?:fell|tripped|slipped|bike|skateboard|scooter|stairs|trampoline|"
        r"on accident|by accident|oven|stove|curling iron|glue gun|soup|cocoa)\b)|"
        r"\bkill\w*|\bsuicid\w*|\bon purpose\b|\bto feel\b|\bwant to\b|\bwanna\b",
    ),
    Weak(
        wording=r"\b(?:him|her|them) ?sel(?:f|ves)\b",
        sign=r"\b(?:friend|sister|brother|cousin|girl ?friend|boy ?friend|bf|gf|bff|bestie|mom|dad|"
        r"wants?|wanted|going|gonna|tries|trying|threat\w*|thinking|talk\w*|keeps?|"
        r"might|plans?|says?|said|posted|texted|been|worried|scared|help|again|someone|"
        r"somebody|classmate|kid|girl|student|kid|neighbor|aunt|uncle|wrote|told)\b",
        beside=r"\b(?:goalie|cells?|post|jesus|judas|bible|priest|church|saul|chapter|cooking|"
        r"by accident|accidentally)\b",
    ),
    Weak(
        wording=r"\bsuicides?\b",
        sign=r".",
        beside=r"\b(?:coach|laps|sprints?|conditioning|basketball practice|ladders)\b",
    ),
    # A leap: whose, and meant?
    Weak(
        wording=r"\bjump\w* (?:off|from|out of|in front of|into)\b|\b(?:walk\w*|step\w*|run|"
        r"throw myself) (?:in front of|into|out into)\b",
        sign=rf"(?:\b(?:i|i'm|im|i'd|id|i'll|me|my ?self|ill|she|he|they|friend)\b.*{_WILL}|"
        rf"{_WILL}.*\b(?:jump|walk|step|run|throw)\w*)",
        beside=r"\b(?:lake|water|pool|river|to get the ball|minecraft|bungee|splash|kick ?ball)\b",
    ),
    # Death: a figure of speech?
    Weak(
        wording=r"\b(?:die|dying|dead inside|be dead|disappear\w*|exist)\b",
        sign=r"\A(?!.*\b(?:(?:die|dying|dead|dead inside|disappear) (?:if (?!i\b|no)|in (?!my "
        r"sleep|peace|here)|at (?!night|home|school)|during|after|of|from|before|without|"
        r"on (?!my)|when (?!i)|"
        r"right (?:there|here)|ngl|lol|laugh\w*)|plant\w*|bees|flowers?|dyed|my hair|cringe\w*|"
        r"embarrass\w*|homework|burpees|the mile|practice|math|quiz|lol|haha|jaja\w*|"
        r"wifi|concert|tickets?)\b)|\b(?:want to die|wanna die|kill my ?self|suicid\w*|"
        r"nobody|no one|pills|cut\w*|tired of|hate my)\b",
    ),
    Weak(
        wording=r"\b(?:gonna|gunna|going to|might|should|about to|need to|try\w*|tried to|hope to|"
        r"hope i|let me|supposed to|plan\w* (?:on|to))\b.*\b(?:die|dead|disappear|not wake|"
        r"exist\w*)",
        sign=r"\b(?:i|i'm|im|i'd|i'll|me|my ?self|ill|id|ive|i've|she|he|they|friend|sister|"
        r"brother)\b",
    ),
    Weak(
        wording=r"\bcut\w*\b",
        sign=r"\A(?!.*\b(?:the cut|hair ?cut|hair|bangs|fringe|grass|wood|fabric|paper ?cuts?|"
        r"paper|line|class|director|scene|budget|meat|onions?|carrots?|cardboard|cake|deck|"
        r"shapes|snowflakes?|coupons?|squash|barber|lawn|bread)\b)",
        unless=r"\bwrists?\b|\bmy ?self\b",
    ),
    Weak(
        wording=r"\b(?:want\w*|wish|need|ready for) (?:it|this)(?: all)?(?: to)?(?: just)? (?:end|"
        r"stop|be over)\b",
        sign=r"\b(?:it all|life|pain|hurt\w*|any ?more|tired|living|alone|everything|sleep)\b",
    ),
    Weak(
        wording=r"\b(?:think|plan|expect)\b.*\b(?:mak(?:e|ing) it (?:to|past)|be(?:ing)? (?:around|"
        r"here)|see)\b",
        sign=r"\b(?:alive|birthday|graduat\w+|next (?:year|month|week)|18|20|21|another (?:day|"
        r"year|week)|tomorrow|much longer|the (?:week|year|weekend|night)|summer|christmas)\b",
        beside=r"\b(?:dentist|practice|rehearsal|vacation|sick|trip)\b",
    ),
    Weak(
        wording=r"\bwish (?:that )?(?:i|id|i'd)\b.*\b(?:born|wake up|exist|gone|alive|here)\b",
        sign=r"\b(?:never|not|n'?t|wasn|wasnt|weren'?t|werent|hadn'?t|hadnt|didn'?t|didnt|dead|"
        r"forever|wouldnt)\b",
    ),
    Weak(
        wording=r"\b(?:better|happier|nicer)(?: \w+)? without me\b",
        sign=r"\b(?:better off|be (?:better|happier|nicer)|world|everyone|family|they'?d|"
        r"they would|you'?d|mom|dad|parents|all|life|lives|people)\b",
        beside=r"\b(?:choir|band|team|song|sounds)\b",
    ),
    Weak(
        wording=r"\bcry (?:if|when) i\b|\bmy (?:life|existence) is over\b",
        sign=r"\b(?:die\w*|gone|dead|disappear\w*|killed|wasn'?t|suicid\w*)\b",
    ),
    # Medicine: how much of it, and what for?
    Weak(
        wording=r"\b(?:pills?|meds|medicine|tylenol|advil|bottle)\b",
        sign=r"\b(?:all|bunch|lot|whole|too many|so many|handful|extra|enough|every|\d\d+|"
        r"ten|twenty|thirty|forty|fifty|hundred|to (?:die|end|sleep)|so i|at once|stole|hid\w*|"
        r"them|overdos\w*|died?|dying|wake up|suicid\w*|my (?:mom|dad|gran\w+)'?s|moms|dads|"
        r"how i|do it|cabinet|save\w*|saving|max)\b",
        beside=r"\b(?:remind\w*|vet|dog|vitamins?|water|gatorade|"
        r"juice|ketchup|hot sauce|heart|pressure|glue)\b",
    ),
    Weak(
        wording=r"\b(?:chug\w*|down\w*|have|had|eat|ate|drank|drink)\b.*\bbottle\b",
        sign=r"\b(?:pills|tylenol|advil|meds|bleach|aspirin|ibuprofen)\b",
    ),
    Weak(
        wording=r"\b(?:rope|razor|blades?|noose)\b",
        sign=r"\b(?:ready|hid\w*|closet|drawer|under my|tonight|do it|hang\w*|neck|end|cut\w*|"
        r"my room|noose|wrists?)\b",
        beside=r"\b(?:tug|knots?|climb\w*|jump rope|camp\w*|shav\w+|"
        r"western|scouts?)\b",
    ),
    Weak(
        wording=r"\bin heaven\b",
        sign=r"\b(?:i|i'm|im|me|ill|i'll)\b.*\b(?:want|wanna|wish|gonna|going|ready|soon|rather|"
        r"need|miss|go)\b",
        beside=r"\b(?:someday|one day|pup\w*|watching|fish|hamster)\b",
    ),
    Weak(
        wording=r"\b(?:hid(?:e|ing)|cover\w*|show\w*|see|saw|new|fresh|more)\b.*\b(?:cuts|scars)\b|"
        r"\bcuts (?:on|all over|up)\b",
        sign=r"\b(?:my|her|his)\b",
        beside=r"\b(?:fingers?|hands?|knees?|feet|paper|budget|meat|surgery|"
        r"bike|cat|rose\w*|thorn\w*|bush\w*)\b",
    ),
    Weak(
        wording=r"\b(?:last|final) (?:note|goodbye|letter)\b|\bgoodbye (?:note|letter)\b",
        sign=r"\b(?:suicid\w*|my (?:last|final)|i (?:wrote|left|have)|(?:wrote|writing|left) (?:a|"
        r"my)"
        r" (?:last|goodbye)|tonight|dead|die|sorry)\b",
        beside=r"\b(?:teacher|mr|ms|mrs|miss|class|song|"
        r"principal|substitute|flat|chord|retir\w+|neighbor)\b",
    ),
    Weak(
        wording=r"\b(?:survive this|go on|be here)\b",
        sign=r"\A(?!.*\b(?:class|math|heat|stage|first|dentist|meeting|finals|week|quiz|test|"
        r"monday|shots?|vacation|road ?trip)\b)",
    ),
    Weak(
        wording=r"\bod\b(?! on|'d)",
        sign=r"\b(?:pills|meds|drugs|tried|trying|gonna|going to|want|might)\b",
    ),
    # In Spanish: the same.
    Weak(
        wording=r"\bse (?:esta cortando|corta|lastima|hace dano)\b",
        sign=r"\b(?:brazos?|venas|munecas?|piernas|mism[oa]|piel|cuando esta|noches?|navaja|"
        r"bano|triste|amig\w+|hermana|prima|novi[oa]|companer\w+|escondid\w+)\b",
        beside=r"\b(?:pelo|queso|leche|luz|mayonesa|internet|llamada|senal|jug\w+|partido|"
        r"crema|video|unas|cable)\b",
    ),
    Weak(
        wording=r"\bme (?:estoy )?(?:cort[eo]|quem[eo]|lastim[eo]|rasgun[eo]|hice|hago|pego)\b",
        sign=r"\b(?:otra vez|proposito|cada|porque|cuando (?:estoy|me|nadie)|anoche|noches?|"
        r"siempre|"
        r"a veces|escondid\w+|navaj\w+|gillette|venas|munecas|muslos|mism[oa]|yo|triste|"
        r"sentir|sola|solo|nadie|no puedo|parar|alivi\w+|vacio|razor|blade|corto|manga\w*|"
        r"los brazos|"
        r"las piernas|ya no)\b",
        beside=r"\b(?:unas|pelo|fleco|papel|cocina\w*|cebolla|comal|aceite|sarten|plancha del|"
        r"bici\w*|jug\w+|cai|lata|horno|puerta|patineta|rodilla|tobillo|champurrado|sol)\b",
    ),
    Weak(
        wording=r"\b(?:lastimarme|cortarme|ahogarme|hacerme dano|dispararme)\b",
        sign=r"\A(?!.*\b(?:(?:no|sin|miedo (?:de|a)|para no|ya no) (?:quiero |quisiera )?(?:"
        r"lastimarme|cortarme|ahogarme|hacerme dano)|tobillo|rodilla|jug\w+|alberca|casi|"
        r"partido|dedo|saltar|patin\w+|gimnasia)\b)",
    ),
    Weak(
        wording=r"\b(?:morir(?:me)?|me muer[oa]|muera)\b",
        sign=r"\A(?!.*\b(?:morir(?:me)? (?:de pie|antes (?:que|de)|que (?!seguir|vivir)|a que|"
        r"en (?!paz|mi)|con "
        r"(?!todo)|por (?:la patria|amor)|como heroe)|risa|verguenza|pena|educacion fisica|"
        r"calor|hambre|frio|oso|jaja\w*|lol|examen|brocoli)\b)",
    ),
    Weak(
        wording=r"\bsin mi\b",
        sign=r"\bsin mi(?: ?(?:\Z|[.,!?\n]|y\b|porque|si\b))",
    ),
    Weak(
        wording=r"\b(?:tirarme|aventarme|lanzarme|saltar|brincar|tiro|aviento|arrojarme)\b",
        sign=r"\b(?:quiero|quisiera|voy|ganas|pienso|pense|pensado|iba|pensando|me (?:tiro|"
        r"aviento)|"
        r"deberia|mejor|solo|si)\b",
        beside=r"\b(?:alberca|rio|mar|lago|camion de|minecraft|"
        r"resbaladilla|trampolin|paracaidas)\b",
    ),
    Weak(
        wording=r"\b(?:me )?(?:tom|trag|tome|trague)\w*(?:me)? (?:todas|muchas|un monton|"
        r"demasiadas|"
        r"bastantes|un bote|un punado)",
        sign=r"\b(?:pastillas|pildoras|medicin\w+|tranquilizantes|frasco|morir\w*|dormir\w*)\b",
    ),
    Weak(
        wording=r"\bnadie extran|\bvida (?:ya )?no vale nada\b",
        sign=r"\b(?:mi vida|nadie me|yo|me muer\w+)\b",
    ),
)
