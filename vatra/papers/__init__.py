"""What is printed: each paper of the law or of the household, from the register, in one look, as a page and as a PDF.

*Paper* - a title, the law it follows, and blocks: rows to read or to fill by hand, items, tables, words, signatures.
*Blank* - the same paper with nothing filled in: what is not known is a dotted line, so every paper is also its form.
*Kind of paper* - what it is called, when it is used, which roles make it.
Knows every room below; nothing below knows it. It keeps no tables and changes nothing; whoever prints leaves an audit
row where the paper is asked for.
"""
