// Package seller is the seller centre (卖家中心, business-rules 12.2): products and their applications, stock, orders,
// the interface key, and the production interface messages (生产接口消息, saas-production-interface D.4).
//
// Invariants:
//
//  1. A page decides nothing about the trade: it reads, or it turns a form into the input of one service method. Saving a
//     product form and submitting it are two such steps, in this order, when the seller presses Submit.
//  2. What a seller does not own is not found: the services answer so, and files are asked for their owner here.
//  3. A refused form keeps everything typed, and the files that were taken: their ids travel in hidden fields.
//  4. An interface key and a signed command are on the answer to one POST only, which no cache keeps.
//  5. What a seller's server sent is shown as text, never as markup.
//  6. A spec is edited on a page of its own (specform): saving it stores the rest of the draft as it is, and the form of the
//     product keeps the specs as they are stored. The revision of the draft decides between two editors; a workbook that
//     is imported is only shown until it is saved.
package seller
