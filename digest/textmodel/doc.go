// Package textmodel tells a view from news by the wording of its headline and
// teaser, for the items of which nothing else says what they are.
//
// It is a logistic regression over words, pairs of words and the skeleton of
// the sentence: its function words in their places, everything else reduced to
// its group in a small lexicon or to its ending ("the * of *ing +idea"). Headlines of views ask, demand, deny and
// speak of "us"; those of news name, count and quote. The skeleton carries
// over to papers that the model never saw, which the words alone do not.
//
// # Training
//
// Train learns from labelled items; "broadsheet train" is its command. The
// same data in the same order gives the same bytes. Two things keep a model
// from learning who writes in the place of what is written: a publisher's
// items of one kind weigh as the square root of their number, and a feature
// counts only if several publishers use it. So no headline can be read back
// from the weights, which are kept under hashes of their features besides.
//
// The threshold is chosen on what the model did not see: each publisher in
// turn is left out, judged by the model of the others, and the threshold is
// that of the best F1 if one item in twenty-five were a view.
//
// # Silence
//
// Judge abstains when it has too little to go by: fewer than five words, or
// mostly words that it does not know, as in any other script or language.
package textmodel
