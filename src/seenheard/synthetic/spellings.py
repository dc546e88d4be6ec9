"""How the same name is written by another clerk, in another system, in another year."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from seenheard.synthetic.listing import listed

# Every line holds what one name is also written as.
_SHORT = listed(
    "Elizabeth Liz Beth Lizzie|Charlotte Charlie Lottie|Isabella Bella Izzy|Isabelle Izzy|Olivia Liv|Emily Em Emmie|"
    "Abigail Abi Abbie|Georgia George|Jessica Jess|Lucy Lou|Eleanor Ellie Nell|Matilda Tilly|Amelia Millie Amy|"
    "Katherine Kate Katie|Catherine Kate Cathy Katie|Kathryn Kate Kath|Rebecca Becky Becca|Bethany Beth|Samantha Sam|"
    "Victoria Vicky Tori|Natalie Nat|Stephanie Steph|Rachel Rach|Deborah Debbie Deb|Jacqueline Jackie|Christine Chris|"
    "Patricia Pat Trish|Pamela Pam|Jennifer Jen Jenny|Margaret Maggie Peggy|Susan Sue|Joanne Jo|Nicola Nicky Nic|"
    "Danielle Dani|Michelle Shell|Florence Flo|Evelyn Evie|Imogen Immy|Madeline Maddie|Alexandra Alex Sandra|"
    "Oliver Ollie|Joshua Josh|William Will Bill Billy Liam|James Jim Jamie|Daniel Dan Danny|Thomas Tom Tommy|"
    "Alexander Alex Xander|Edward Ed Eddie Ted|Samuel Sam|Joseph Joe|Benjamin Ben|Jacob Jake|Harrison Harry|Henry Harry|"
    "Charles Charlie|Frederick Freddie|Nathan Nate|Zachary Zak|Matthew Matt|Andrew Andy|Stephen Steve|David Dave|"
    "Kenneth Ken Kenny|Ronald Ron Ronnie|Robert Rob Bob Bobby|Richard Rich Dick|Christopher Chris Kit|Michael Mike Mick|"
    "Anthony Tony|Simon Si|Philip Phil|Nicholas Nick|Jonathan Jon Jonny|Timothy Tim|Terence Terry|Raymond Ray|"
    "Bradley Brad|Cameron Cam|Callum Cal|Archie Archibald|Alfie Alfred|Teddy Edward|Theo Theodore|Max Maxwell|"
    "Muhammad Mo Mohd Md|Mohammed Mo Mohd|Ibrahim Ibby|Hassan Hass|Abdirahman Abdi|Abdullahi Abdi|Yusuf Yus|"
    "Harpreet Harp|Gurpreet Gurp|Manpreet Manny|Amandeep Aman|Simran Sim|Jaspreet Jas|Katarzyna Kasia|Małgorzata Gosia|"
    "Aleksandra Ola|Agnieszka Aga|Magdalena Magda|Krzysztof Krzys|Wojciech Wojtek|Tomasz Tomek|Zuzanna Zuza|"
    "Alexandru Alex|Cristian Cristi|Gabriela Gabi|Mihaela Miha|Catarina Cat|Babatunde Tunde|Temitope Temi|Titilayo Titi|"
    "Olumide Olu|Oluchi Olu|Chidi Chid|Kwabena Kobby|Patrick Paddy|Padraig Paddy|Kathleen Kath|Zeynep Zey",
    "|",
)
_LIKE = listed(
    "Muhammad Mohammed Mohamed Mohammad Muhammed Mohamad|Ahmed Ahmad Ahmet Achmed|Hussain Hussein Husain Hossain|"
    "Hassan Hasan Xasan|Yusuf Yousef Youssef Yousuf Yusef|Ibrahim Ebrahim Ibraheem|Omar Umar Omer|Usman Osman Uthman|"
    "Khalid Khaled|Aisha Ayesha Aysha Caisha|Fatima Fatma Fathima Fadumo|Zainab Zaynab Zeinab|Maryam Mariam Miriam|"
    "Chowdhury Choudhury Chaudhry Chaudhary|Rahman Rehman Rahmaan|Begum Begam|Miah Mia Miya|Uddin Udin Ud-Din|"
    "Hoque Haque Haq|Khatun Khatoon|Akhtar Akhter Aktar|Iqbal Ikbal|Malik Malick|Shah Shaw|Ali Aly|Abdi Cabdi Abdy|"
    "Abdirahman Abdurahman Cabdiraxmaan|Jama Jaamac|Warsame Warsama|Farah Faarax|Nur Noor Nuur|Egal Igal|Hersi Xirsi|"
    "Kowalska Kowalski|Wiśniewska Wiśniewski|Kamińska Kamiński|Lewandowska Lewandowski|Zielińska Zieliński|"
    "Szymańska Szymański|Jabłońska Jabłoński|Wojciechowska Wojciechowski|Grabowska Grabowski|Pawłowska Pawłowski|"
    "Nowak Novak Nowakowa|Wójcik Wojcik Woycik|Ștefan Stefan Stephen|Ștefania Stefania|Ionuț Ionut|Gheorghe George|"
    "Mihai Michael|João Joao|Inês Ines|Gonçalves Goncalves Gonsalves|Sousa Souza|Rodrigues Rodriguez|"
    "Gonçalo Goncalo|Wang Wong|Li Lee|Zhang Cheung Chang|Chen Chan Tan|Huang Wong|Xiaoyan Xiao_Yan|Yuxuan Yu_Xuan|"
    "Öztürk Ozturk Oztuerk|Yılmaz Yilmaz|Şahin Sahin Shahin|Çelik Celik|Mehmet Mehmed Mohammed|Hosseini Husseini Hussaini|"
    "Karimi Kareemi|Rahimi Raheemi|Ahmadi Ahmady|Amin Ameen|Karim Kareem|Rashid Rasheed|Saleh Salih|"
    "Al-Masri Almasri El-Masri|"
    "Al-Hassan Alhassan Hassan|Khalil Khaleel|Aziz Azeez|Adeyemi Adeyemo|Ogunleye Ogunleya|Okonkwo Okonkwor|Eze Ezeh|"
    "O'Sullivan OSullivan Sullivan O_Sullivan|O'Brien OBrien Brien O_Brien|O'Connor OConnor Connor O_Connor|"
    "McCarthy MacCarthy Mc_Carthy|McDonagh MacDonagh Mc_Donagh|Doherty Docherty Dougherty|Sinead Shinead|Niamh Neve Neave|"
    "Siobhan Shivaun|Aoife Eefa|Saoirse Seersha|Oisin Osheen|Eoin Owen|Ciaran Kieran|Cian Kian|Roisin Rosheen|"
    "Davies Davis|Rhys Reece Reese|Sian Shan|Ffion Fion|Llewellyn Llewelyn Lewellyn|Griffiths Griffith|Megan Meghan|"
    "Stephen Steven|Catherine Katherine Cathryn|Kathryn Catherine Cathryn|Sarah Sara|Hannah Hanna|Isabelle Isabel Isobel|"
    "Elsie Elsey|Evie Evy|Millie Milly|Ellie Elly|Lily Lilly|Lacey Lacy|Maisie Maisy|Amelie Emily|"
    "Abigail Abigale|Lexi Lexie|"
    "Jayden Jaden Jaydon|Kai Kye Ky|Callum Calum|Riley Reilly|Reuben Ruben|Ryan Rian|Aaron Arron|Connor Conor|Zak Zack|"
    "Craig Kraig|Neil Neal|Ian Iain|Philip Phillip|Shaun Sean Shawn|Alan Allan Allen|Darren Darran|Graham Graeme|"
    "Claire Clare|Lynne Lyn|Leanne Leann Lianne|Tracey Tracy|Deborah Debra|Jacqueline Jaqueline|Kerry Kerri|Stacey Stacy|"
    "Clarke Clark|Thompson Thomson Tomson|Phillips Philips|Stevens Stephens|Allen Allan|Reynolds Renolds|Pearce Pierce|"
    "Brown Browne|Green Greene|Moore More|Cook Cooke|Webb Web|Shaw Shore|Smith Smyth|Taylor Tailor|Johnson Johnston|"
    "Osborne Osborn|Rogers Rodgers|Matthews Mathews|Harris Harries|Hughes Hews|Edwards Edward|Andrews Andrew",
    "|",
)


def _table(lines: tuple[str, ...], both_ways: bool) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for line in lines:
        names = [name.replace("_", " ") for name in line.split()]
        for name in names if both_ways else names[:1]:
            found.setdefault(name, []).extend(other for other in names if other != name)
    return {name: tuple(dict.fromkeys(others)) for name, others in found.items()}


@lru_cache(maxsize=1)
def short_forms() -> dict[str, tuple[str, ...]]:
    return _table(_SHORT, both_ways=False)


@lru_cache(maxsize=1)
def like_forms() -> dict[str, tuple[str, ...]]:
    return _table(_LIKE, both_ways=True)


def plain(text: str) -> str:
    """Without the marks that an old system can't hold."""
    text = text.translate(str.maketrans("łŁıøØ", "lLioO"))
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


def mistyped(text: str, how: int, where: int) -> str:
    """Two letters changed over, one left out, one doubled, or another one."""
    if len(text) < 3:
        return text
    at = 1 + where % (len(text) - 2)
    if how == 0:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if how == 1:
        return text[:at] + text[at + 1 :]
    if how == 2:
        return text[: at + 1] + text[at:]
    return text[:at] + "aeiourstln"[where % 10] + text[at + 1 :]


def shortened(text: str, which: int) -> str | None:
    """By which this first forename is called; None if it has no such form."""
    forms = short_forms().get(text.split(" ")[0])
    return None if forms is None else forms[which % len(forms)]


def respelled(text: str, which: int) -> str | None:
    """The same name in another spelling; None if none is known."""
    forms = like_forms().get(text)
    return None if forms is None else forms[which % len(forms)]
