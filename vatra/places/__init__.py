"""Where: counties, communes and villages of SIRUTA; who lives there by age; institutions and posts.

*County*, *Commune* (also a town, a municipality or a sector of București), *Village* - each within the one before.
*Institution* - a school, clinic, town hall or provider of services, which a family can be referred to.
The facts are shipped as compact files (`facts/`), made by `build` from official ones and loaded by `load`.
"""
