/*!
 * kefu chat widget: one file, no dependencies.
 *
 * Put it on any page of the shop:
 *
 *   <script src="https://kefu.example.com/widget.js" defer></script>
 *   <kefu-chat></kefu-chat>
 *
 * Attributes of <kefu-chat>, all optional:
 *   lang         "zh" or "en"; default: the page's language
 *   server       where kefu runs; default: where this file came from
 *   identity     a token signed by the shop's server for a signed-in buyer (see bot/web/tokens.py)
 *   greeting     the line shown above an empty conversation
 *   suggestions  questions to tap on, separated by "|"
 *   open         present: the window opens at once
 * Methods: show(), hide(), draft(text) opens the window with a text ready to be sent.
 * Colours: set --kefu-accent and --kefu-on-accent on the element.
 *
 * When the page is served from another site than kefu, add that site to `allowed_origins` in kefu's settings.
 * The protocol is described in bot/web/chat.py. Texts are only ever set as text, never as markup.
 */
