// Package notify tells people what happened: messages in the message centre (消息中心), and mail.
//
// It owns messages and the texts of all events. It does not know what an order or a product is: other rooms say which
// event it was and fill the names of its text.
//
// Words: an event is a kind of message, such as order.paid; its template is the title and text in Chinese and in
// English, with {name} places; a recipient is where an account gets mail; the group [Operators] stands for every
// operator; a batch is what one call of SendTx sent.
//
// Invariants:
//
//  1. A message exists if and only if the transaction that sent it is durable. One call of SendTx is one statement and
//     one job, however many messages it sends.
//  2. The same key for the same recipient and event is sent once.
//  3. A message is rendered when it is read, in the language of the reader; what is stored is the event and its values.
//  4. Every event has both languages and the same places in both.
//  5. Values are text of strangers: nothing in a value is ever markup, a header, or another place of the template.
//  6. Mail goes out at least once. Its Message-ID and date are those of the message, so that a mail sent again after a
//     crash is recognised as the same. A server that refuses for good (5xx) is not asked again; anything else is.
//  7. What goes to the group is kept as one row of the group. The job copies it to everybody who is an operator then;
//     Adopt gives a new operator what the group got in the last 30 days, without mail. So whoever joins sees what may
//     still be open, and can leave read what others have done.
package notify
