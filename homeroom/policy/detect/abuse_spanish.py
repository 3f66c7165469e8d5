"""How abuse is told in Spanish, and in a mix of both."""

from __future__ import annotations

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
