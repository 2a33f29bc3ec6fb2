"""Invented people and businesses: common given names and surnames drawn apart, business words coined."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Index = npt.NDArray[np.int64]
Texts = npt.NDArray[np.object_]


def _words(text: str) -> Texts:
    return np.array(text.split(), dtype=object)


GIVEN_M = _words(
    """James Robert John Michael David William Richard Joseph Thomas Charles Christopher Daniel Matthew Anthony
    Mark Donald Steven Andrew Paul Joshua Kenneth Kevin Brian Timothy Ronald Jason George Edward Jeffrey
    Ryan Jacob Gary Nicholas Eric Jonathan Stephen Larry Justin Scott Brandon Benjamin Samuel Gregory
    Alexander Patrick Jack Dennis Tyler Aaron Nathan Henry Zachary Douglas Peter Adam Noah Kyle Walter Ethan
    Jeremy Keith Roger Terry Austin Sean Dale Wade Clint Travis Marcus Andre Darnell Terrell Curtis Jerome"""
)
GIVEN_F = _words(
    """Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Karen Sarah Lisa Nancy Sandra Ashley Emily
    Kimberly Donna Michelle Carol Amanda Melissa Deborah Stephanie Rebecca Sharon Laura Cynthia Dorothy Amy
    Kathleen Angela Shirley Brenda Emma Anna Pamela Nicole Samantha Katherine Christine Helen Rachel Carolyn
    Janet Tamika Keisha Latoya Denise Tonya Heather"""
)
GIVEN_ES = _words(
    """José Juan Luis Carlos Jorge Jesús Manuel Francisco Roberto Miguel Alejandro Ricardo Fernando Javier Eduardo
    Sergio Arturo Raúl Óscar Martín Iván Rubén Héctor Ramón Víctor Adrián Gerardo Alfredo Enrique Julio
    César Rafael Joaquín Gustavo Salvador Ignacio Ernesto Mario Abel Saúl María Guadalupe Rosa Ana Leticia
    Verónica Claudia Patricia Silvia Adriana"""
)
SURNAMES = _words(
    """Smith Johnson Williams Brown Jones Davis Miller Wilson Moore Taylor Anderson Thomas Jackson White Harris
    Martin Thompson Young Allen King Wright Scott Hill Green Adams Nelson Baker Hall Campbell Mitchell
    Carter Roberts Turner Phillips Parker Evans Edwards Collins Stewart Morris Murphy Cook Rogers Morgan
    Cooper Peterson Bailey Reed Kelly Howard Ward Cox Richardson Wood Watson Brooks Bennett Gray James
    Hughes Price Myers Long Foster Sanders Ross Powell Sullivan Russell Henderson Coleman Jenkins Perry
    Butler Barnes Fisher Simmons Graham Patterson Hamilton Reynolds Griffin Wallace West Cole Hayes Bryant
    Gibson Ellis Stevens Ford Marshall Owens McDonald Harrison Kennedy Wells Woods Freeman Webb Tucker Burns
    Crawford Henry Simpson Porter Hunter Gordon Shaw Holmes Rice Robertson Black Daniels Palmer Mills
    Nichols Grant Knight Ferguson Stone Dunn Perkins Hudson Spencer Gardner Payne Pierce Kern Whitcomb
    Nguyen Tran Kim Park Singh Patel Kowalski Novak Schmidt"""
)
SURNAMES_ES = _words(
    """García Martínez López González Hernández Rodríguez Pérez Sánchez Ramírez Flores Gómez Torres Díaz Vásquez
    Cruz Morales Gutiérrez Reyes Ruiz Jiménez Mendoza Aguilar Ortiz Castillo Moreno Romero Álvarez Chávez
    Rivera Juárez Domínguez Herrera Medina Castro Vargas Guzmán Velázquez Rojas Contreras Salazar Luna
    Ortega Guerrero Estrada Bautista Cortés Soto Alvarado Espinoza Lara Ávila Ríos Cervantes Silva Delgado
    Vega Márquez Sandoval Carrillo Fuentes León Mejía Solís Rosales Núñez Valdez Campos Santiago Ibarra
    Ruelas Bojórquez Encinas Valenzuela Quijada Peñuñuri Noriega Figueroa Félix Tamayo Muñoz"""
)
STREETS = _words(
    """Sierpe Cobre Ocotillo Larkspur Foundry Millrace Tamarind Saguaro Quarry Hollis Wetherby Juniper Calder
    Osprey Marigold Brandywine Kestrel Pinion Ashby Thornbury Lindell Alder Cutler Hickory Verbena Galena
    Piedra Arroyo Tinsmith Ferrier Barlow Sextant Chandler Prairie Larch Cinder Copperhead Magnolia Rowan
    Sycamore"""
)
KINDS_OF_STREET = _words("ST AVE RD DR LN BLVD CT WAY PL")
COMPASS = _words("N S E W")

# Coined so that no real business answers to them; a test holds them against the published list.
FIRST = _words(
    """Palo Quartz Cholla Juniper Ember Larkspur Ironwood Cinder Tamarack Osprey Kestrel Marrow Bracken Thistle
    Galena Verbena Saltgrass Foxglove Hollow Amber Cobalt Drift Elder Flint Gorse Heron Indigo Jasper
    Knapweed Lichen Mallow Nettle Ochre Pewter Quill Russet Sable Teasel Umber Vesper Wicker Yarrow Zinnia
    Alder Bramble Cedar Damson Fennel Gannet Hazel Ibis Juncal Kelp Linden Merlin Nacre Oxbow Petrel Quince
    Rook Sorrel Tansy Ursa Viola Wren Yucca Argent Birch Clover Dunlin Egret Fallow Grebe Hawser Ingot Jetty
    Kiln Lodestar Moraine Nimbus"""
)
SECOND = _words(
    """Notch Fierro Mesa Bend Hollow Crossing Gulch Landing Ridge Forge Basin Ferry Meadow Draw Spur Hearth Butte
    Trace Cairn Wharf Lantern Anvil Bellows Cartwheel Derrick Eddy Furrow Gable Harrow Inlet Jamb Keel
    Ledger Mast Nook Orchard Paddock Quarter Rafter Sluice Trestle Upland Vault Weir Yard Arroyo Barrow
    Causeway Dell Escarp Fathom Gantry Headrace Islet Junction Knoll Locks Millrace Narrows Outcrop Pylon
    Quay Ropewalk Shoal Turnpike Underhill Vane Windrow Yoke Zephyr"""
)
TRADES = np.array(
    ["Arms", "Pawn", "Sporting Goods", "Outfitters", "Gun & Tackle", "Firearms", "Pawn & Loan", "Gunsmithing",
     "Trading Post", "Tactical Supply", "Guns", "Outdoor"],
    dtype=object,
)  # fmt: skip
_HEAD = ("Brann", "Tolv", "Orr", "Hesk", "Vand", "Calt", "Prew", "Sturm", "Lodd", "Gris", "Wemb", "Farr", "Kest",
         "Mulg", "Dray", "Yarb", "Quen", "Ashl", "Bex", "Nott")  # fmt: skip
_TAIL = ("ick", "ery", "aby", "ingham", "olt", "esk", "wold", "arn", "upton", "elby", "isher", "orne", "addle",
         "emore", "ussell", "ovich", "entz", "awl", "iffe", "unby")  # fmt: skip
COINED = np.array([h + t for h in _HEAD for t in _TAIL], dtype=object)


def upper(texts: Texts) -> Texts:
    """Each text in capitals, as forms ask for."""
    return np.array([t.upper() for t in texts], dtype=object)


def business_name(number: int, trade: int, city: str) -> str:
    """The coined business name of a running number: each number below 5,600 gives another pair of words."""
    pairs = len(FIRST) * len(SECOND)
    # a step that shares no factor with the number of pairs visits each pair once
    place = (number * 3_571 + 17) % pairs
    name = f"{FIRST[place % len(FIRST)]} {SECOND[place // len(FIRST)]} {TRADES[trade]}"
    return name if number < pairs else f"{name} of {city}"


def licensee_name(number: int, middle: int) -> str:
    """A sole trader as the list writes one: coined surname first."""
    surname = COINED[(number * 37) % len(COINED)]
    given = GIVEN_M[(number * 11) % len(GIVEN_M)] if number % 9 else GIVEN_F[(number * 7) % len(GIVEN_F)]
    return f"{surname}, {given} {'ABCDEFGHJKLMNPRSTW'[middle % 18]}".upper()
