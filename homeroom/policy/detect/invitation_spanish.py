"""Spanish phrases (RE2, without accents) that ask somebody to meet on a network."""

from __future__ import annotations

from homeroom.policy.detect.invitation_words import ANY, GROUP, NET

_ASK = (
    r"(?:agrega|anade|sigue|busca|habla|escribe|manda|llama|contacta|textea|agregue|sigan|"
    r"anada|escriba|hable|ubica|encuentra|invita|mensajea|marca|contesta|pasa|acepta|"
    r"etiqueta|responde|manden|busque|hablen|escriban|envia|agreguen|anadan|llamen|"
    r"conecta|hazle follow|snapea)"
)

_ADD_US = (
    r"(?:ponganme|metanme|agreguenme|incluyanme|anadanme|ponme|meteme|agregame|invitenme|"
    rf"invitame) (?:en|al|a) (?:el |su )?{GROUP} (?:de|en|del) {NET}",
    rf"(?:agreguen|anadan|sigan|agrega|sigue|busquen) (?:mi|nuestro) {NET}",
    rf"(?:unase|sumase|agreguese|inscribase|unanse) al? (?:{GROUP} (?:de|en) )?{NET}",
)

# agrégame en snap, háblame por insta, búscame en tiktok
_ADD_ME = (
    rf"{_ASK}(?:n?me|n?nos|le|lo|la) (?:\w+ ){{0,3}}?(?:en|por|al?|via|de|mi|x|desde) ?(?:mi |"
    rf"el |tu |la |su )?{ANY}(?: como)?",
    r"(?:dame|denme|pasame|regalame) (?:add|follow|tu add|un follow|follow back) (?:en|"
    rf"a) {ANY}|(?:mandame|enviame|manda) (?:solicitud|invitacion|mensaje|dm|inbox|"
    rf"msj) (?:en|por|al?|x) (?:mi |el )?{ANY}",
    r"(?:te|los|las|le|les|os) (?:agrego|sigo|anado|escribo|hablo|mando|busco|paso|marco|"
    rf"llamo|contacto|invito|mandamos|agregamos) (?:\w+ ){{0,3}}?(?:en|por|al?|x|de|mi|"
    rf"el) ?(?:mi |el |tu |la )?{NET}",
)

# pásame tu insta, cuál es tu snap, tienes whats
_WHATS_YOURS = (
    r"(?:pasa(?:me|nos|n|te)?|pasen(?:me)?|pasale|da(?:me|nos)?|den(?:me)?|me pasas|"
    r"me das|me dan|me pasan|manda(?:me)?|manden|cual es|dime|diganme|comparte(?:me|n)?|"
    r"compartan|regalame|presta(?:me)?|dejame|dejen|deja|pon|pongan|escribe|necesito|"
    r"quiero|intercambi\w+|anota|ocupo|"
    r"puedo tener|me compartes|me dices|me mandas|me prestas|me regalas|a ver|y) ?(?:tu|"
    rf"su|tus|sus|el|ur|your|vuestro|el de|los) ?{NET}(?: (?:de|para) \w+)?",
    r"(?:te|les|os|le) (?:paso|doy|mando|dejo|comparto|envio) (?:mi|el|la|su|"
    rf"nuestro) (?:\w+ (?:de|del) )?{NET}",
    r"(?:tien(?:es|en)|tienen|usas|usan|tenes|ustedes tienen|alguien tiene|quien tiene|"
    r"no tienes|andas en|estas en|estan en) (?:cuenta de |cuenta en |ya |algun |"
    rf"un )?{NET}(?! (?:malo|mala|lento))",
)

# únete a mi discord, métete al grupo de whats
_COME_OVER = (
    r"(?:unete|unanse|entrale|entrenle|caele|metele|lleguen|llega|llegale|uneteme|unansen|"
    r"metete|metanse|entra|entren|vente|venganse|vengan|pasate|pasense|ven|conectate|"
    r"conectense|vamonos|vamos|cambiate|cambiemonos|cambiense|jala|jalen|caele|caiganle|"
    r"sumate|sumense|inscribete|agregate|agreguense|andale|"
    r"movamonos|mudemonos|mudamonos|brinquen|brinquemos|ingresa|ingresen|unirse|"
    r"unirte) (?:todos |ya |aca )?(?:al?|en|con|por|para)(?: (?:mi|el|nuestro|nuestra|la|"
    rf"este|un))?(?: (?:nuevo|otro))?(?: {GROUP})?(?: (?:de la clase|del equipo|"
    rf"del salon))?(?: de| del| en)? ?{NET}(?: (?:de|del) (?:la |el )?\w+)?",
    r"(?:metete|unete|entra|entrale|vente|unanse|metanse|ven|entren) (?:al?|en) (?:el |"
    rf"mi )?{GROUP} de {ANY}",
    rf"add me (?:al?|en) (?:el |mi )?{NET}",
    r"(?:hablamos|hablemos|seguimos|sigamos|platicamos|platiquemos|chateamos|chateemos|"
    r"nos vemos|nos hablamos|nos escribimos|nos mandamos mensajes?|"
    r"hagamos (?:videollamada|llamada)|videollamada|llamada|mensajes|mejor|mas facil|"
    r"contesto mas|estoy mas|siempre estoy|"
    r"seguimos hablando|seguimos platicando|platicar|hablar|chatear|contesto|respondo|"
    r"conectemonos|los espero|te espero|nos juntamos|estamos todos|estamos|ya estamos|"
    r"todos estan|ando|busquenos|siganos|sigueme|siganme|sigame|aca estoy) (?:mejor |"
    r"aqui |por aca |todos |mas |luego |despues )*(?:en|por|x|via|desde|al) "
    rf"(?:el |mi |nuestro |la )?{NET}(?: (?:{GROUP}))?",
    r"(?:hay que |vamos a |deberiamos |podemos |quieren |van a |podriamos )(?:hacer|crear|"
    rf"armar|abrir|tener) (?:un |el |otro |nuestro )?(?:{GROUP}) (?:de|en|del|"
    rf"por) (?:la )?{NET}",
    r"(?:cual es|pasame|dame|dime|pasa|manda|pasen|mandame) (?:tu|su|el) (?:usuario|user|"
    rf"gamertag|id|nombre|nick|codigo|perfil) (?:de|en|para) {ANY}",
    r"(?:hablemos|hablamos|sigueme|agregame|escribeme|hablame|seguimos|vamos|buscame|"
    rf"unete) (?:on|in|to|over on|through) (?:my |the )?{ANY}",
    r"(?:hice|hicimos|hagamos|hacemos|haz|creamos|cree|crea|creen|abri|abrimos|hay|"
    r"tenemos|armamos|armemos|arme|formamos|abramos|existe|nuevo) (?:ya |todos )?(?:un |"
    rf"el |otro |nuestro |este )?(?:nuevo )?(?:{GROUP})(?: \w+)?(?: de| en| del|"
    rf" por) (?:la )?{NET}",
    rf"(?:{GROUP}) (?:de|en|del|por) (?:la )?{NET} (?:de|para|del|sin|con) (?:la |el |"
    r"los |las |mi |nuestr[oa] )?\w+",
    r"(?:link|liga|enlace|codigo|invitacion|qr) (?:del?|para(?: el)?|"
    rf"al?)(?: {GROUP})?(?: de| en| del)? ?{NET}",
    rf"(?:mi|nuestro|el|este) (?:nuevo )?(?:{GROUP}) de {NET}(?: ya)? (?:esta|es|lo abri|"
    rf"sigue)(?: \w+){{0,2}}",
    r"me (?:agregas|sigues|escribes|hablas|buscas|aceptas|anades|das follow|llamas|"
    rf"mandas mensaje)(?: \w+)? (?:en|por|al?) {ANY}",
    r"(?:juntense|juntate|sumense|agreguense|apuntense|inscribanse|acompanenme) (?:al?|"
    rf"en) (?:el |nuestro |mi )?(?:{GROUP} (?:de|en) )?{NET}",
    r"(?:whatsappea|wasapea|guasapea|snapea|facetimea|discordea|textea|stalkea)me|(?:por|"
    rf"en|x) {NET} (?:mejor|hablamos|te (?:explico|cuento|digo|paso|mando)|nos (?:hablamos|"
    r"vemos|escribimos)|platicamos|es mejor|contesto|los profes no|no nos (?:ven|leen)|"
    rf"nadie nos)|mejor (?:por|en|x) {NET}",
    r"(?:agreguenme|agregame|siganme|sigueme|buscame|busquenme|anademe|escribeme|mandame|"
    rf"hablame|aceptame|escribanme|hablenme) (?:\w+ )?(?:{NET})",
    rf"(?:esta|estan) en (?:el )?{GROUP} de {NET}",
)

SPANISH = (*_ADD_US, *_ADD_ME, *_WHATS_YOURS, *_COME_OVER)
