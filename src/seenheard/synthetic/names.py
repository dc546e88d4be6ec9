"""Believable names of the communities of the UK: forenames and surnames that belong together."""

from __future__ import annotations

from typing import NamedTuple


class Community(NamedTuple):
    """A community: its share of the area's people, the 16+1 codes it chooses, and its names, the frequent ones first.

    A surname is drawn by U ** steep: 1 is evenly, 4 gives the first of ten names to more than half. Where women bear
    other forms of the surnames (Kaur beside Singh), these stand in the same order. `middle` is the share with a
    second forename, `doubled` that of the homes with a double-barrelled surname, `new_year` that of the people whose
    papers say 1 January, because nobody wrote the day down.
    """

    share: float
    ethnicity: tuple[str, ...]
    women: tuple[str, ...]
    men: tuple[str, ...]
    surnames: tuple[str, ...]
    womens_surnames: tuple[str, ...]
    steep: float
    middle: float
    doubled: float
    new_year: float


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in text.split())


def _of(
    share: float, ethnicity: str, women: str, men: str, surnames: str, womens_surnames: str = "", *,
    steep: float = 1.2, middle: float = 0.15, doubled: float = 0.0, new_year: float = 0.0,
) -> Community:  # fmt: skip
    families, womens = _words(surnames), _words(womens_surnames or surnames)
    assert len(families) == len(womens)
    return Community(
        share, _words(ethnicity), _words(women), _words(men), families, womens, steep, middle, doubled, new_year
    )


# The long tail of English surnames: places that were once cleared, forded or fenced.
_FIRST = _words(
    "Ash Brad Hart Whit Lang Thorn Hol Stan Brom Wal Kings Nor Sut Wes East Hal Mars Bent Cran Rad Cal Win Hat Hem Burn "
    "Clif Mil Thur Wool Pres New"
)
_LAST = _words("ley ton ford well wood field worth by ham ridge")
TAIL = " ".join(first + last for last in _LAST for first in _FIRST)

COMMUNITIES = (
    _of(
        0.53, "W1 W1 W1 W1 M1 NS",
        "Olivia Amelia Isla Ava Ivy Freya Lily Florence Mia Willow Grace Emily Sophie Poppy Daisy Ella Evie Ruby "
        "Chloe Megan "
        "Holly Charlotte Elsie Rosie Sienna Phoebe Evelyn Alice Matilda Harper Maisie Millie Erin Lola Bella Eliza Imogen "
        "Maya Esme Scarlett Lottie Thea Eleanor Jessica Lucy Georgia Amber Summer Bethany Abigail Lexi Skye Darcie Amelie "
        "Hannah Elizabeth Isabelle Isabella Zoe Niamh Heidi Gracie Lacey Aimee Molly Ellie Katie Amy Lauren Rebecca Laura "
        "Gemma Kelly Sarah Claire Nicola Joanne Karen Susan Margaret Jean Dorothy Victoria Samantha Natalie Stephanie "
        "Rachel Emma Lisa Michelle Donna Tracey Julie Deborah Angela Jacqueline Alison Sharon Helen Louise Catherine "
        "Kathryn Christine Patricia Maureen Sheila Barbara Pamela Jennifer Kirsty Leanne Danielle Stacey Hayley Kerry",
        "Oliver George Arthur Noah Leo Oscar Harry Archie Jack Henry Charlie Thomas Alfie Joshua William James Daniel Adam "
        "Tyler Kai Jayden Callum Theo Freddie Finley Lucas Teddy Ethan Isaac Max Alexander Edward Samuel Joseph Benjamin "
        "Jacob Logan Mason Harrison Riley Dylan Reuben Toby Louie Jude Rory Albie Hugo Sonny Jenson Ronnie Frankie Bobby "
        "Ellis Luke Nathan Connor Kieran Ryan Jordan Liam Aaron Lewis Bradley Zak Jake Owen Cameron Kyle Matthew Lee Craig "
        "Darren Andrew Mark Paul Stephen David Peter Alan Brian Kenneth Ronald Robert Richard Christopher Michael Anthony "
        "Gary Kevin Simon Ian Neil Jason Wayne Dean Carl Stuart Graham Keith Colin Trevor Roger Raymond Derek Barry "
        "Terence Philip Nicholas Jonathan Timothy Gavin Scott Shaun Ashley Gareth Jamie Martin Nigel Russell Shane Karl",
        "Smith Taylor Brown Wilson Johnson Walker Wright Robinson Thompson White Hughes Green Hall Wood Harris Clarke "
        "Turner Hill Cooper Ward Morris Baker Parker Bennett Carter Shaw Collins Cook Webb Chapman Palmer Mills Fisher "
        "Jackson Edwards Moore King Watson Allen Mitchell Anderson Phillips Cox Bell Young Richardson Adams Rogers Mason "
        "Hunt Harvey Ellis Gibson Graham Simpson Marshall Stevens Matthews Holmes Rose Reynolds Pearson Murray Fletcher "
        "Barker Dunn Hawkins Pearce Coles Tucker Bishop Fry Gale Hobbs Padfield Vowles Weeks Yeo Chivers Button Stone "
        "Stephens Andrews Foster Barnes Butler Russell Dixon Harrison Arnold Lloyd Payne Perry Perkins Francis Goodwin "
        "Newman Potter Freeman Hudson Burgess Wheeler Saunders Lawrence Hardy Osborne Gardner Atkinson Berry Bird Bond "
        f"{TAIL}", steep=1.45, middle=0.55, doubled=0.05,
    ),
    _of(
        0.06, "W1",
        "Megan Seren Cerys Ffion Carys Rhian Sian Bethan Nia Angharad Eleri Lowri Mali Gwen Catrin Elin Alys Efa "
        "Nansi Cadi Beca Heledd Tegan Nerys Delyth Mair",
        "Dylan Rhys Owain Gethin Ieuan Gareth Huw Emyr Iwan Aled Gruffydd Macsen Osian Tomos Steffan Ioan Macs Harri "
        "Ifan Elis Gruff Jac Deiniol Emlyn Geraint Alun",
        "Jones Davies Evans Thomas Roberts Lewis Griffiths Price Morgan Powell Bevan Pugh Parry Llewellyn "
        "Prosser Rees", middle=0.5, doubled=0.04,
    ),
    _of(
        0.04, "W2",
        "Aoife Saoirse Niamh Ciara Sinead Orla Roisin Siobhan Maeve Clodagh Bridget Eimear Grainne Fionnuala Caoimhe "
        "Deirdre Noreen Maura Una Aisling",
        "Conor Cian Oisin Padraig Declan Ciaran Eoin Fionn Donal Brendan Cormac Liam Padhraic Colm Fergal Donnacha "
        "Senan Darragh Seamus Eamon",
        "Murphy Kelly O'Sullivan Walsh O'Brien Byrne Ryan O'Connor Doyle McCarthy Gallagher Doherty Kennedy Nolan",
    ),
    _of(0.01, "W3", "Shannon Mary_Ann Kathleen Tiffany Cheyenne Bridie Margaret Chantelle Nora Winifred Barbara "
    "Eileen Savannah Montana",
        "Patrick Johnny Miley Martin Dougie Levi Felix Billy-Joe Michael John Thomas Jimmy Simey Bernard",
        "Connors McDonagh Ward Stokes Maughan Cash Doran Loveridge Smith-Lee"),
    _of(
        0.045, "W4",
        "Zuzanna Julia Maja Zofia Hanna Lena Alicja Agnieszka Katarzyna Małgorzata Ewa Magdalena Aleksandra Wiktoria "
        "Natalia Joanna Monika Dorota Beata Anna Oliwia Amelia Martyna Karolina",
        "Jakub Antoni Szymon Filip Kacper Michał Piotr Tomasz Krzysztof Paweł Łukasz Marcin Wojciech Bartosz Adam "
        "Kamil Mateusz Dawid Grzegorz Rafał Robert Marek Jan Stanisław",
        "Nowak Kowalski Wiśniewski Kamiński Lewandowski Zieliński Szymański Woźniak Wójcik Mazur Krawczyk Kaczmarek Zając "
        "Król Wróbel Wieczorek Stępień Dudek Pawlak Sikora Baran Pietrzak Jabłoński Wojciechowski Grabowski Pawłowski",
        "Nowak Kowalska Wiśniewska Kamińska Lewandowska Zielińska Szymańska Woźniak Wójcik Mazur Krawczyk Kaczmarek Zając "
        "Król Wróbel Wieczorek Stępień Dudek Pawlak Sikora Baran Pietrzak Jabłońska Wojciechowska Grabowska Pawłowska",
        steep=1.3,
    ),
    _of(
        0.03, "W4",
        "Ioana Maria Andreea Elena Ana Cristina Alexandra Gabriela Mihaela Raluca Ștefania Daria Larisa Simona Oana "
        "Alina Roxana Iulia Denisa Bianca",
        "Andrei Alexandru Ionuț Mihai Ștefan Cristian Florin Vasile Bogdan Răzvan Gheorghe Luca Adrian Daniel Marius "
        "Ion Nicolae Sorin Robert David",
        "Popescu Ionescu Popa Radu Dumitru Stan Gheorghe Stoica Munteanu Matei Constantin Ciobanu Rusu Lupu Dobre",
    ),
    _of(
        0.02, "W4", "Beatriz Inês Matilde Leonor Mariana Sofia Carolina Joana Catarina Rita Ana Francisca Margarida "
        "Marta Diana Patrícia",
        "João Tiago Rodrigo Martim Miguel Duarte Rui Nuno Diogo Gonçalo Pedro Francisco André Ricardo Bruno Hugo",
        "Silva Santos Ferreira Pereira Oliveira Costa Rodrigues Martins Sousa Fernandes Gonçalves Gomes Almeida "
        "Carvalho", doubled=0.3,
    ),
    _of(
        0.03, "B2",
        "Hodan Ayaan Fadumo Hibo Sagal Ifrah Nimco Hamdi Sahra Ubah Khadra Ladan Amina Fardowsa Hawa Idil Najma "
        "Sumaya Zamzam Deqa Faduma Hani Ruqiya Safia",
        "Abdirahman Cabdi Liban Mahad Guled Yusuf Ismail Bilal Abdullahi Warsame Jama Zakariya Mohamed Ahmed Ali "
        "Hassan Ibrahim Omar Abdi Mustafa Said Farah Aden Hussein",
        "Abdi Ali Mohamed Hassan Farah Warsame Jama Nur Osman Hersi Duale Aden Yusuf Egal Guled Barre",
        steep=1.8, middle=0.7, new_year=0.3,
    ),
    _of(
        0.035, "A2",
        "Aisha Fatima Zainab Maryam Hafsa Sana Saima Nadia Shazia Bushra Iqra Mahnoor Khadija Amina Noor Rabia "
        "Samina Rubina "
        "Nasreen Parveen",
        "Muhammad Ali Ahmed Hamza Ibrahim Usman Bilal Imran Asif Tariq Kamran Zeeshan Hassan Hussain Danyal Yusuf Omar "
        "Adeel Faisal Nadeem Shahid Waqas",
        "Khan Hussain Ahmed Mahmood Malik Iqbal Akhtar Shah Butt Chaudhry Mirza Qureshi Rafiq Saleem Ali Raja Abbasi "
        "Bhatti",
        "Begum Hussain Bibi Akhtar Khan Iqbal Kauser Shah Butt Chaudhry Mirza Qureshi Rafiq Saleem Ali Raja Abbasi Bhatti",
        steep=2.2, middle=0.5, new_year=0.08,
    ),
    _of(
        0.02, "A3", "Tahmina Sultana Nasrin Rukhsana Farhana Sumaiya Jannat Mariam Tasnim Shirin Ayesha Fatima "
        "Nusrat Rahima Salma Taslima Rabeya Nazma Jahanara Khadija",
        "Rafi Tanvir Shahid Mizanur Abdul Kamal Jubayer Rahim Sajjad Nahid Mohammed Abdur Shafiq Faruk Jamal Rubel "
        "Hasan Karim Tariq Imran",
        "Miah Uddin Ali Rahman Islam Chowdhury Hoque Alam Haque Sarkar",
        "Begum Khatun Bibi Rahman Islam Chowdhury Hoque Alam Haque Sarkar", steep=2.6, middle=0.4, new_year=0.12,
    ),
    _of(
        0.016, "A1", "Priya Anjali Meera Kavita Sunita Diya Ananya Nisha Lakshmi Asha Hema Rekha Jaya",
        "Arjun Rohan Vikram Sanjay Rajesh Aarav Dev Karthik Nikhil Hitesh Mahesh Kiran Suresh",
        "Patel Sharma Shah Desai Mehta Nair Reddy Mistry Chauhan Joshi Menon Parmar Solanki", steep=2.4,
    ),
    _of(
        0.016, "A1",
        "Simran Harpreet Gurleen Gurpreet Manpreet Jasleen Amandeep Rajinder Jaspreet Kiran Navdeep Sukhvinder Baljit",
        "Harjit Gurpreet Amandeep Manpreet Jaspreet Harpreet Navdeep Sukhvinder Baljit Arjan Jasvir Kulwinder Rajinder",
        "Singh Singh_Gill Singh_Dhillon Singh_Sandhu Gill Dhillon Sidhu Grewal",
        "Kaur Kaur_Gill Kaur_Dhillon Kaur_Sandhu Gill Dhillon Sidhu Grewal", steep=4.0, middle=0.05,
    ),
    _of(
        0.012, "A4", "Mei Xin Yi Li_Na Hui Jing Wai_Ling Siu_Mei Xiaoyan Yan Lan Fang Min Juan Hong Xue Ying Qing",
        "Wei Jun Hao Ming Chi_Keung Jian Ka_Ho Lei Tao Yuxuan Bo Feng Gang Qiang Peng Bin Kai Zhen",
        "Wang Li Zhang Chen Liu Wong Chan Lam Cheung Ng Yang Huang Leung",
    ),
    _of(
        0.03, "B1 B1 M1",
        "Shanice Keisha Monique Jada Aaliyah Marcia Yvonne Beverley Latoya Chantelle Naomi Tiana Michelle Sharon "
        "Kayla Renee Shaniqua Natasha Simone Alicia",
        "Jermaine Tyrone Marlon Dwayne Leroy Malachi Jerome Kemar Delroy Winston Andre Tyrell Errol Desmond Devon "
        "Nathaniel Isaiah Jaden Marcus Carlton",
        "Campbell Williams Brown Grant Clarke Bailey Francis Henry Gordon Reid Lewis Morrison Barrett "
        "Facey", middle=0.4, doubled=0.08,
    ),
    _of(
        0.025, "B2", "Chioma Ngozi Adaeze Folake Temitope Yetunde Blessing Amaka Ifeoma Titilayo Oluchi Funmi Bukola "
        "Nneka Chiamaka Esther Grace Deborah Abiola Kehinde",
        "Chidi Emeka Obinna Tunde Babatunde Segun Ikenna Femi Kelechi Olumide Uche Ayodele David Samuel Daniel "
        "Emmanuel Kayode Chinedu Victor Taiwo",
        "Okafor Adeyemi Okonkwo Eze Nwosu Balogun Ogunleye Adebayo Obi Afolabi Chukwu Oyelaran Bello Ibrahim",
        middle=0.5, new_year=0.02,
    ),
    _of(0.01, "B2", "Abena Akosua Ama Efua Esi Yaa Adwoa Afua Akua Araba Mercy Comfort Grace "
    "Abigail", "Kwame Kofi Yaw Kwabena Kojo Ebo Kweku Kwaku Nana Emmanuel Samuel Isaac Daniel Fiifi",
        "Mensah Owusu Boateng Asante Appiah Osei Agyeman Addo Amoah"),
    _of(
        0.018, "O2", "Layla Noor Rania Huda Amal Yasmin Salma Hala Dalia Reem Fatima Maryam Aya Sara Zeinab Nadia "
        "Samira Iman Lina Rasha",
        "Omar Khalid Youssef Ahmad Karim Samir Walid Tarek Nabil Faisal Mohammed Ali Hassan Hussein Mahmoud Ibrahim "
        "Bilal Hamza Rami Ziad",
        "Al-Masri Haddad Khalil Mansour Saleh Nasser Al-Hassan Darwish Awad Hamdan Aziz Ibrahim",
        steep=1.5, middle=0.5, new_year=0.12,
    ),
    _of(0.012, "W4 O9", "Elif Zeynep Ayşe Fatma Merve Selin Esra Derya Hatice Emine Büşra Melis Ece "
    "Sevgi", "Mehmet Mustafa Emre Yusuf Murat Kemal Deniz Burak Ahmet Ali Hasan Can Serkan Onur",
        "Yılmaz Kaya Demir Çelik Şahin Yıldız Aydın Öztürk Arslan Doğan"),
    _of(0.01, "O9", "Rojin Berivan Dilan Shilan Nazdar Hêvî Avin Zilan Shirin Sara Gulistan Nasrin Tara Hana Narin "
    "Viyan", "Azad Baran Rebin Karwan Hiwa Zana Serhat Rojhat Ali Ahmed Mohammed Omar Aram Dana Sarkawt Diyar",
        "Karim Rashid Amin Hama Bozkurt Kurdi Barzani Salih Mahmud Aziz", steep=1.5, new_year=0.3),
    _of(0.013, "O9", "Parisa Shabnam Zahra Laleh Soraya Nilofar Fatima Maryam Farzana Nargis Masoma Zainab Leila "
    "Mina", "Reza Farhad Amir Jawid Hamid Najib Mohammad Ali Ahmad Hussain Omid Mustafa Samim Habib",
        "Ahmadi Karimi Rahimi Noori Hosseini Sharifi Moradi Rezai Haidari", steep=1.8, new_year=0.35),
    _of(0.01, "M1 M2 M3 M9", "Maya Zara Leila Nia Amara Jasmine Sienna Kiara Aaliyah Ruby Lola Naomi Imani Talia Ayla Esme",
        "Elijah Isaac Kai Zion Ezra Malakai Reuben Theo Noah Jaden Marcus Roman Luca Tyler Xavier",
        "Adams Bell Brooks Coleman Ellis Foster Jordan Knight Marshall Simmons"),
)  # fmt: skip
