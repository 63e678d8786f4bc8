"""Pictures of numbers, made on the server as SVG without style, script or size of their own.

A picture is given values that may be told and draws those alone; the words and the table stand in the page beside it,
where a screen reader, a narrow screen and paper read them. Colours, dashes and type are the style sheet's.

*Bars* - rows of a table, each with its bar, from zero. *Share bar* - one whole in its parts.
*Curves* - a few numbers over months in one drawing. *Multiples* - one number of many communes, all on one scale.
*Funnel* - communes by size and share, between the limits of chance. *Areas* - communes in classes, on their boundaries.
"""
