"""Talk that asks somebody to meet on a network: "add me on snap", "pásame tu insta"."""

from __future__ import annotations

from homeroom.policy.detect.networks import Network, words_of

_ME = r"(?:me|us|him|her|them|my|mee+|m3)"
_YOU = r"(?:you|u|ya|yall|yous?|every ?one|everybody)"
_YOUR = (
    r"(?:ur|your|yr|yur|ya|thy|yo|her|his|their|every ?ones?|every ?one'?s|tu|su|tus|sus|"
    r"vuestro)"
)
_VERB = (
    r"(?:add|follow|dm|pm|msg|message|text|txt|hit|find|reach|contact|call|snap|write|video|"
    r"vc|chat with|chat|talk to|talk|"
    r"ft|friend|ping|hmu|tag|stalk|look|search|sub to|subscribe to|invite|get|see|meet|join|"
    r"accept|request|befriend|holla at|"
    r"catch|send|reply to|answer|check)"
)
_LATER = (
    r"(?:(?:later|back|there|instead|tho|pls|please|first|now|tonight|asap|2nite|"
    r"after (?:school|class|practice)|sometime|up|out|over|some "
    r"stuff|a (?:msg|message|text|dm|request|friend request)|the (?:answers|pics?|link|rest)|"
    r"ur (?:number|name)|pics?|real quick|rn|"
    r"today|when (?:u|you) (?:can|get home)|anytime|directly|privately|n (?:we|i)|"
    r"so we can (?:talk|chat)) ?)"
)
_ON = r"(?:on|in|over|via|through|thru|at|using|en|por|@|off of|from|to|x|w)"
_MY = r"(?:my |the |mi |our |ur |that |this |a |his |her |their )"
_GROUP = (
    r"(?:server|group|gc|group ?chat|chat|channel|story|community|page|thread|link|dms?|inbox|"
    r"grupo|grupito|servidor|canal|chat grupal|"
    r"comunidad|room)"
)
_ACCOUNT = (
    r"(?:user ?name|user|name|handle|account|acc|acct|tag|id|code|number|add|link|@|usuario|"
    r"cuenta|perfil|nombre|gamertag)"
)


RUN_TOGETHER = 4
"""A name of so many letters is also looked for inside of a word ("addmeonsnap")."""


def named(networks: tuple[Network, ...]) -> str:
    """An expression (RE2) for what all such talk holds: the name of a network."""
    sure = words_of(networks).split("|")
    long = [word for word in sure if len(word) >= RUN_TOGETHER]
    return rf"{'|'.join(long)}|\b(?:{words_of(networks, spanish=True, pastimes=True)})\b"


def talk(networks: tuple[Network, ...]) -> str:
    """An expression for such talk; blanks may be missing."""
    net = f"(?:{words_of(networks)})s?"
    red = f"(?:{words_of(networks, spanish=True)})s?"
    any_ = f"(?:{words_of(networks, spanish=True, pastimes=True)})"
    play = f"(?:{words_of(networks, pastimes=True)})"
    return "|".join(rf"\b{phrase}\b" for phrase in (*_english(net, play), *_spanish(red, any_)))


def _english(net: str, play: str) -> tuple[str, ...]:
    return (
        rf"(?:im|i'm|i am|we're|were) on {_MY}?{net},? (?:if|so|u can|you can|hmu|add|text|dm|hit)",
        rf"(?:hang|hangout|chill|vibe|hang out) (?:in|on|at) {_MY}?{net}",
        rf"(?:be|in|join|part of)(?: in| of)? {_MY}?{net} {_GROUP}",
        # add me on snap, text me later on whatsapp, send me a friend request on roblox
        rf"{_VERB} ?{_ME} ?{_LATER}{{0,2}}{_ON} ?{_MY}?{play}",
        rf"(?:add|friend|dm|message|follow|invite) {_ME} (?:pls )?(?:my )?{net}(?: is)?",
        r"(?:add|follow|join|hmu|dm|find) (?:my|mi|our|the class|"
        rf"the team) ?(?:\w+ )?{net}(?: {_GROUP}| {_ACCOUNT})?",
        r"(?:send|shoot|drop) (?:me |us |a |an |over )*(?:friend |follow |"
        rf"fr )?(?:req(?:uest)?|add|dm|msg|message|text|fr|friend)s? (?:me )?{_ON} {_MY}?{play}",
        r"(?:hmu|hml|hit my line|slide (?:in(?:to)? my dms?)?|dms? (?:are )?(?:open)?|talk|"
        r"chat|text|lets talk|let's talk|message|reach out|find me|friends|"
        r"hit (?:me )?up|be my friend|be friends|mutuals|moots|add up) ?(?:me )?(?:on|over|"
        rf"via|@|in|thru|through) {_MY}?{play}",
        # i'll add you on snap, can i add u on insta, adding everyone on snap
        r"(?:add|adding|follow|followed|dm|dming|text|message|call|find|hit|reach|msg|ft|snap|"
        rf"friend|invite|contact) {_YOU} ?(?:all )?(?:up )?"
        rf"{_LATER}?(?:back )?(?:on|over|via|through|thru|in|to) {_MY}?(?:{net}|{play}"
        r" (?:later|if|so|rn|tonight))",
        r"(?:can i|could i|lemme|let me|should i|may i|ill|i'll|ima|imma) (?:add|follow|dm|"
        rf"friend|text) (?:you|u|ya)(?: back)? (?:on|over|via) {_MY}?{play}",
        r"(?:lets |let's |we can |can we |wanna |want to |want 2 |we should |we could |"
        r"shud we |you wanna |u wanna |should we )(?:just |all |prob )?(?:chat|talk|text|"
        r"meet|call|vc|voice chat|dm|msg|message|video chat|finish (?:this|talking)|"
        r"keep talking|continue|move|connect|link up|link|snap|ft|facetime)"
        r"(?: it| about it| about this| this| up| more| later| tonight| there| privately|"
        rf" instead)* (?:on|over|in|thru|through|via|@) {_MY}?{net}",
        r"(?:lets|let's|we can|we should|we could|can we|just|pls|please|better to|"
        rf"yall should|gotta|rather|prefer to) (?:just |all )?use {_MY}?{net}(?: instead| for|"
        r" gc| group)?",
        # move this to discord, come to my discord, get on discord
        r"(?:move|moving|moved|switch|switching|switched|take|taking|continue|continuing|hop|"
        r"hopping|come|coming|go|going|get|jump|bring|transfer|migrate|carry)"
        r" (?:this |it |over |on |off |the chat |the convo |our convo |the conversation |"
        r"talk |everyone |everything |us |back |the gc |the group |here and )*"
        rf"(?:on ?to|over to|to|(?:over )?on my|into|2) {_MY}?{net}(?: {_GROUP})?",
        r"(?:im |i'm |we're |were |whos |who's )?(?:making|starting|creating|made|"
        rf"started) (?:a |an |the |our |another )?(?:new )?{net} {_GROUP}",
        rf"(?:hit|check|see|open) (?:up )?(?:my|mi|the) {net}(?: {_GROUP})?",
        rf"(?:my|our|the class|the team) {net} {_GROUP} (?:is|is open|link)|(?:mi|nuestro|"
        rf"el) (?:{_GROUP}) de {net}(?: esta| ya esta)?(?: abierto| aqui| listo)?,? (?:unanse|"
        r"entren|unete|metanse|vengan|agreguense)",
        r"(?:hop|get|come|go|im|i'm|were|we're|were all|we're all|everyones|everyone's|"
        r"everybodys|everyone is|we are all|we all|squad is|catch us|see you|see u|cya|meet|"
        r"be|ill be|i'll be|ima be)"
        rf" (?:on|over on|in|@) (?:my |the |our |this |that )?{net}(?: {_GROUP})(?: \w+)?",
        r"(?:hop on|meet on|meet me on|see you on|see u on|cya on|hmu on|call on|vc on|"
        r"voice call on|calling on|talk 2 me on|i answer faster on|i reply faster on|"
        r"im always on|i'm always on|im more active on|i only (?:text|talk|reply|answer) on|"
        r"im mostly on|catch me on|better on|easier on|easier to talk on|faster on|talking on|"
        r"ill be on|i'll be on|find us on|we talk on|everyone talks on|we chat on|we're on|"
        r"everyones on|everyone's on|everyone is on|we're all on|"
        rf"we all on) {_MY}?{net}(?: {_GROUP})?",
        rf"(?:get|come|hop|go|jump|log) on {_MY}?{net} (?:so|and|n|tonight|later|rn|now|when|w|"
        r"with|after|at|asap|instead|pls|please|bro|if)",
        r"(?:get|come|hop|go|jump|log) (?:on|in|into|to|onto) (?:the |my |"
        rf"our )?{play} (?:chat|vc|voice chat|party chat|server|dms?|gc)",
        rf"(?:slide|slid) (?:in|into|up in) (?:my |the )?(?:{net}|i g|dms?)",
        # whats ur snap, drop your insta, do you have discord, u got snap
        r"(?:what'?s|whats|wats|wuts|wut'?s|what is|wat is|what r|what are|gimme|give me|give|"
        r"gib|drop|send me|send|tell me|share|(?:let me|lemme) (?:get|see|have)|lemme get|"
        r"lemme see|lemme have|can i (?:get|"
        r"have|see)|can u (?:send|give|drop) ?"
        r"(?:me)?|could i (?:get|have)|may i have|need|got|i want|i need|lmk|let me know|put|"
        r"type|post|comment|dm me|text me|hand over|trade|swap|exchange|ask for|"
        rf"want) ?{_YOUR} ?{net}(?:s|'s)?(?: {_ACCOUNT})?",
        r"(?:what'?s|whats|wats|drop|gimme|give me|send|send me|need|tell me|lmk|can i (?:get|"
        rf"have)) ?{_YOUR} ?{play} (?:{_ACCOUNT}|tag)",
        rf"(?:what'?s|whats|drop|gimme|send|share) {_YOUR} (?:{_ACCOUNT}|@|friend code) (?:on|"
        rf"for|in) {play}",
        rf"(?:what'?s|whats|drop|gimme|send me|send) {_YOUR} (?:gamertag|friend code|psn|"
        r"riot id|epic name|roblox|snap ?code|socials?|ig|@)",
        r"(?:is there|do we have|are there|does (?:the class|anyone|this class) have|we need|"
        r"should we (?:make|have|start)|lets make|let's make|can (?:we|someone|u|you) (?:make|"
        rf"start|create)|wanna make) (?:a|an|any) (?:\\w+ )?{net} {_GROUP}",
        rf"(?:scan|save|screenshot|use) (?:my|the|our|this) {net} ?(?:{_GROUP}|code|qr)?",
        r"(?:do |does |did |dont )?(?:you|u|ya|anyone|any ?body|any1|yall|everyone|any of you|"
        rf"any of u) (?:have|got|use|on|r on|are on|hav) (?:an? |any )?{net}(?: account|"
        r" acc)?(?: or \w+)?\?",
        rf"(?:do (?:you|u)|u|you) (?:have|got|hav) (?:an? )?{net}(?! (?:in|on) (?:the|your|this))",
        r"(?:who|who all|who else|who here|quien|quienes) (?:has|have|got|wants my|wants|on|"
        rf"uses|tiene|tienen) (?:an? )?{net}(?= ?\?|\Z)",
        rf"(?:r|are) (?:you|u|yall) on {net}",
        r"(?:heres|here's|here is|heres the|i(?:'ll| will)? (?:give|send) (?:you|u|ya)|"
        r"ill (?:give|send|drop) (?:you|u|ya)?|ima drop|imma drop|dropping|i'll drop|take|"
        rf"want|you can have|u can have|sending (?:you|u)) ?(?:my|our|the) {net}",
        # join our groupme, join the class whatsapp group, i made a discord for us
        r"join (?:my|our|his|her|this|us on|us over on|me on|me in|up on|"
        rf"on) (?:\w+ ){{0,3}}?{net}(?: {_GROUP})?",
        rf"join (?:the|a|that|ur|this) (?:\w+ ){{0,2}}?{net} {_GROUP}",
        rf"join (?:the |our )?(?:\w+ ){{0,2}}?(?:{_GROUP}) (?:\w+ ){{0,2}}?(?:on|in|at) {net}",
        r"join (?:the |our |ur )?(?:class |team |squad |group |grade |7th grade |study |"
        r"gaming |art |band )?(?:discord|groupme|whatsapp|telegram|gc on \w+)",
        r"(?:made|make|making|started|start|starting|creat(?:e|ed|ing)|got|have|set up|theres|"
        r"there's|there is|open(?:ed|ing)?) (?:us |up |this )?(?:a|an|our|the|another|"
        rf"new) (?:\w+ ){{0,2}}?{net}"
        rf"(?: (?:{_GROUP}))?(?: for (?:us|the|our|class|everyone|\w+)| so we| where we|"
        r" if (?:you|u|any)| w(?:ith)? every\w+|,? (?:join|want in|wanna join|come))",
        r"(?:made|make|started|created|theres|there's|we have|we got|i have|got|new|our|the|"
        r"secret|private) (?:a |an |our |the |new |class |team |private |secret |"
        rf"group )*(?:gc|group ?chat|group|server|chat) (?:on|in|over on|at) {net}",
        r"(?:invite|adding|add|put) (?:you|u|me|us|him|her|them|everyone|yall) (?:in|to|into|"
        rf"2) (?:the |our |my |ur |a |that )?(?:\w+ )?{net}(?: {_GROUP})?",
        r"(?:link|invite|invitation|code|qr(?: code)?) (?:to|for) (?:the |our |my |"
        rf"a )?(?:\w+ )?{net}(?: {_GROUP})?",
        rf"(?:{net}) (?:{_GROUP}) (?:link|invite|code)|(?:{net}) (?:link|"
        rf"invite) (?:is )?(?:in (?:my )?bio|below|here)|(?:my )?(?:{net}) (?:is|'?s) in (?:my|"
        r"the) bio",
        # snap me, whatsapp me later, facetime me tonight
        r"(?:snapchat|whatsapp|whats ?app|facetime|kik|telegram|skype|discord|groupme|"
        r"messenger|imessage|wechat|insta|ig|instagram|viber) (?:me|us)(?: (?:later|tonight|"
        r"when|if|instead|rn|back|pls|after|asap|anytime|your|ur))?",
        r"snap me (?:later|tonight|when|if|instead|back|pls|after|asap|anytime|ur|your|rn|bro|"
        r"sometime)|snap me\Z|(?:lets|let's|wanna|we should) (?:snap|facetime|ft|skype|"
        r"groupme)(?: later| tonight| instead| after| each other| rn| sometime)?",
        r"(?:accept|answer|check|look at|open|see|read|reply to) (?:my|the|ur|"
        r"your) (?:friend request |request |dm |msg |message |follow request )*(?:on |"
        rf"in )?{net}(?: (?:request|dms?|msgs?|messages?|req))?",
        r"(?:follow|sub|subscribe)(?: \w+)? (?:me|my (?:channel|page|account|acc)|back|"
        rf"us) (?:on|at|in|to|@) ?{_MY}?{play}|(?:follow|sub to|subscribe to|like|"
        rf"check out) my (?:new )?{play}(?: (?:channel|page|account|acc|profile|vids?|story))?",
        rf"(?:on|use|using) {net} (?:instead|so (?:they|teachers?|she|he|mr|ms|no one|nobody|"
        r"mom|parents) (?:can'?t|cant|don'?t|dont|won'?t|wont)|where (?:they|teachers?|no one|"
        r"nobody|she|he))",
    )


def _spanish(red: str, any_: str) -> tuple[str, ...]:
    a = (
        r"(?:agrega|anade|sigue|busca|habla|escribe|manda|llama|contacta|textea|agregue|sigan|"
        r"anada|escriba|hable|ubica|encuentra|invita|mensajea|marca|contesta|pasa|acepta|"
        r"etiqueta|responde|manden|busque|hablen|escriban|envia|agreguen|anadan|llamen|"
        r"conecta|hazle follow|snapea)"
    )
    return (
        r"(?:ponganme|metanme|agreguenme|incluyanme|anadanme|ponme|meteme|agregame|invitenme|"
        rf"invitame) (?:en|al|a) (?:el |su )?{_GROUP} (?:de|en|del) {red}",
        rf"(?:agreguen|anadan|sigan|agrega|sigue|busquen) (?:mi|nuestro) {red}",
        rf"(?:unase|sumase|agreguese|inscribase|unanse) al? (?:{_GROUP} (?:de|en) )?{red}",
        # agrégame en snap, háblame por insta, búscame en tiktok
        rf"{a}(?:n?me|n?nos|le|lo|la) (?:\w+ ){{0,3}}?(?:en|por|al?|via|de|mi|x|desde) ?(?:mi |"
        rf"el |tu |la |su )?{any_}(?: como)?",
        r"(?:dame|denme|pasame|regalame) (?:add|follow|tu add|un follow|follow back) (?:en|"
        rf"a) {any_}|(?:mandame|enviame|manda) (?:solicitud|invitacion|mensaje|dm|inbox|"
        rf"msj) (?:en|por|al?|x) (?:mi |el )?{any_}",
        r"(?:te|los|las|le|les|os) (?:agrego|sigo|anado|escribo|hablo|mando|busco|paso|marco|"
        rf"llamo|contacto|invito|mandamos|agregamos) (?:\w+ ){{0,3}}?(?:en|por|al?|x|de|mi|"
        rf"el) ?(?:mi |el |tu |la )?{red}",
        # pásame tu insta, cuál es tu snap, tienes whats
        r"(?:pasa(?:me|nos|n|te)?|pasen(?:me)?|pasale|da(?:me|nos)?|den(?:me)?|me pasas|"
        r"me das|me dan|me pasan|manda(?:me)?|manden|cual es|dime|diganme|comparte(?:me|n)?|"
        r"compartan|regalame|presta(?:me)?|dejame|dejen|deja|pon|pongan|escribe|necesito|"
        r"quiero|intercambi\w+|anota|ocupo|"
        r"puedo tener|me compartes|me dices|me mandas|me prestas|me regalas|a ver|y) ?(?:tu|"
        rf"su|tus|sus|el|ur|your|vuestro|el de|los) ?{red}(?: (?:de|para) \w+)?",
        r"(?:te|les|os|le) (?:paso|doy|mando|dejo|comparto|envio) (?:mi|el|la|su|"
        rf"nuestro) (?:\w+ (?:de|del) )?{red}",
        r"(?:tien(?:es|en)|tienen|usas|usan|tenes|ustedes tienen|alguien tiene|quien tiene|"
        r"no tienes|andas en|estas en|estan en) (?:cuenta de |cuenta en |ya |algun |"
        rf"un )?{red}(?! (?:malo|mala|lento))",
        # únete a mi discord, métete al grupo de whats
        r"(?:unete|unanse|entrale|entrenle|caele|metele|lleguen|llega|llegale|uneteme|unansen|"
        r"metete|metanse|entra|entren|vente|venganse|vengan|pasate|pasense|ven|conectate|"
        r"conectense|vamonos|vamos|cambiate|cambiemonos|cambiense|jala|jalen|caele|caiganle|"
        r"sumate|sumense|inscribete|agregate|agreguense|andale|"
        r"movamonos|mudemonos|mudamonos|brinquen|brinquemos|ingresa|ingresen|unirse|"
        r"unirte) (?:todos |ya |aca )?(?:al?|en|con|por|para)(?: (?:mi|el|nuestro|nuestra|la|"
        rf"este|un))?(?: (?:nuevo|otro))?(?: {_GROUP})?(?: (?:de la clase|del equipo|"
        rf"del salon))?(?: de| del| en)? ?{red}(?: (?:de|del) (?:la |el )?\w+)?",
        r"(?:metete|unete|entra|entrale|vente|unanse|metanse|ven|entren) (?:al?|en) (?:el |"
        rf"mi )?{_GROUP} de {any_}",
        rf"add me (?:al?|en) (?:el |mi )?{red}",
        r"(?:hablamos|hablemos|seguimos|sigamos|platicamos|platiquemos|chateamos|chateemos|"
        r"nos vemos|nos hablamos|nos escribimos|nos mandamos mensajes?|"
        r"hagamos (?:videollamada|llamada)|videollamada|llamada|mensajes|mejor|mas facil|"
        r"contesto mas|estoy mas|siempre estoy|"
        r"seguimos hablando|seguimos platicando|platicar|hablar|chatear|contesto|respondo|"
        r"conectemonos|los espero|te espero|nos juntamos|estamos todos|estamos|ya estamos|"
        r"todos estan|ando|busquenos|siganos|sigueme|siganme|sigame|aca estoy) (?:mejor |"
        r"aqui |por aca |todos |mas |luego |despues )*(?:en|por|x|via|desde|al) "
        rf"(?:el |mi |nuestro |la )?{red}(?: (?:{_GROUP}))?",
        r"(?:hay que |vamos a |deberiamos |podemos |quieren |van a |podriamos )(?:hacer|crear|"
        rf"armar|abrir|tener) (?:un |el |otro |nuestro )?(?:{_GROUP}) (?:de|en|del|"
        rf"por) (?:la )?{red}",
        r"(?:cual es|pasame|dame|dime|pasa|manda|pasen|mandame) (?:tu|su|el) (?:usuario|user|"
        rf"gamertag|id|nombre|nick|codigo|perfil) (?:de|en|para) {any_}",
        r"(?:hablemos|hablamos|sigueme|agregame|escribeme|hablame|seguimos|vamos|buscame|"
        rf"unete) (?:on|in|to|over on|through) (?:my |the )?{any_}",
        r"(?:hice|hicimos|hagamos|hacemos|haz|creamos|cree|crea|creen|abri|abrimos|hay|"
        r"tenemos|armamos|armemos|arme|formamos|abramos|existe|nuevo) (?:ya |todos )?(?:un |"
        rf"el |otro |nuestro |este )?(?:nuevo )?(?:{_GROUP})(?: \w+)?(?: de| en| del|"
        rf" por) (?:la )?{red}",
        rf"(?:{_GROUP}) (?:de|en|del|por) (?:la )?{red} (?:de|para|del|sin|con) (?:la |el |"
        r"los |las |mi |nuestr[oa] )?\w+",
        r"(?:link|liga|enlace|codigo|invitacion|qr) (?:del?|para(?: el)?|"
        rf"al?)(?: {_GROUP})?(?: de| en| del)? ?{red}",
        rf"(?:mi|nuestro|el|este) (?:nuevo )?(?:{_GROUP}) de {red}(?: ya)? (?:esta|es|lo abri|"
        rf"sigue)(?: \w+){{0,2}}",
        r"me (?:agregas|sigues|escribes|hablas|buscas|aceptas|anades|das follow|llamas|"
        rf"mandas mensaje)(?: \w+)? (?:en|por|al?) {any_}",
        r"(?:juntense|juntate|sumense|agreguense|apuntense|inscribanse|acompanenme) (?:al?|"
        rf"en) (?:el |nuestro |mi )?(?:{_GROUP} (?:de|en) )?{red}",
        r"(?:whatsappea|wasapea|guasapea|snapea|facetimea|discordea|textea|stalkea)me|(?:por|"
        rf"en|x) {red} (?:mejor|hablamos|te (?:explico|cuento|digo|paso|mando)|nos (?:hablamos|"
        r"vemos|escribimos)|platicamos|es mejor|contesto|los profes no|no nos (?:ven|leen)|"
        rf"nadie nos)|mejor (?:por|en|x) {red}",
        r"(?:agreguenme|agregame|siganme|sigueme|buscame|busquenme|anademe|escribeme|mandame|"
        rf"hablame|aceptame|escribanme|hablenme) (?:\w+ )?(?:{red})",
        rf"(?:esta|estan) en (?:el )?{_GROUP} de {red}",
    )
