"""Believable names of the communities of the UK: forenames and surnames that belong together."""

from __future__ import annotations

from typing import NamedTuple


class Community(NamedTuple):
    """A community: its share of the area's people, the 16+1 codes it chooses, and its names."""

    share: float
    ethnicity: tuple[str, ...]
    women: tuple[str, ...]
    men: tuple[str, ...]
    surnames: tuple[str, ...]


def _of(share: float, ethnicity: str, women: str, men: str, surnames: str) -> Community:
    words = (tuple(text.replace("_", " ") for text in names.split()) for names in (ethnicity, women, men, surnames))
    return Community(share, *words)


COMMUNITIES = (
    _of(
        0.53, "W1 W1 W1 W1 M1 NS",
        "Olivia Amelia Isla Ava Ivy Freya Lily Florence Mia Willow Grace Emily Sophie Charlotte Hannah Laura Gemma Kelly "
        "Rebecca Sarah Claire Nicola Joanne Karen Susan Margaret Jean Dorothy Poppy Daisy Ella Evie Ruby Chloe Megan Holly",
        "Oliver George Arthur Noah Leo Oscar Harry Archie Jack Henry Charlie Thomas Alfie Joshua William James Daniel Adam "
        "Matthew Lee Craig Darren Andrew Mark Paul Stephen David Peter Alan Brian Kenneth Ronald Tyler Kai Jayden Callum",
        "Smith Taylor Brown Wilson Johnson Walker Wright Robinson Thompson White Hughes Green Hall Wood Harris Clarke "
        "Turner Hill Cooper Ward Morris Baker Parker Bennett Carter Shaw Collins Cook Webb Chapman Palmer Mills Fisher "
        "Barker Dunn Hawkins Pearce Coles Tucker Bishop Fry Gale Hobbs Padfield Vowles Weeks Yeo Chivers Button Stone",
    ),
    _of(
        0.06, "W1",
        "Megan Seren Cerys Ffion Carys Rhian Sian Bethan Nia Angharad Eleri Lowri Mali Gwen Catrin Elin",
        "Dylan Rhys Owain Gethin Ieuan Gareth Huw Emyr Iwan Aled Gruffydd Macsen Osian Tomos Steffan Ioan",
        "Jones Davies Evans Thomas Roberts Lewis Griffiths Price Morgan Powell Bevan Pugh Parry Llewellyn Prosser Rees",
    ),
    _of(
        0.04, "W2",
        "Aoife Saoirse Niamh Ciara Sinead Orla Roisin Siobhan Maeve Clodagh Bridget Eimear",
        "Conor Cian Oisin Padraig Declan Ciaran Eoin Fionn Donal Brendan Cormac Liam",
        "Murphy Kelly O'Sullivan Walsh O'Brien Byrne Ryan O'Connor Doyle McCarthy Gallagher Doherty Kennedy Nolan",
    ),
    _of(0.01, "W3", "Shannon Mary_Ann Kathleen Tiffany Cheyenne Bridie Margaret Chantelle",
        "Patrick Johnny Miley Martin Dougie Levi Felix Billy-Joe",
        "Connors McDonagh Ward Stokes Maughan Cash Doran Loveridge Smith-Lee"),
    _of(
        0.045, "W4",
        "Zuzanna Julia Maja Zofia Hanna Lena Alicja Agnieszka Katarzyna Małgorzata Ewa Magdalena Aleksandra Wiktoria",
        "Jakub Antoni Szymon Filip Kacper Michał Piotr Tomasz Krzysztof Paweł Łukasz Marcin Wojciech Bartosz",
        "Nowak Wójcik Mazur Krawczyk Kaczmarek Zając Król Wróbel Wieczorek Stępień Dudek Pawlak Sikora Baran Pietrzak",
    ),
    _of(
        0.03, "W4",
        "Ioana Maria Andreea Elena Ana Cristina Alexandra Gabriela Mihaela Raluca Ștefania Daria",
        "Andrei Alexandru Ionuț Mihai Ștefan Cristian Florin Vasile Bogdan Răzvan Gheorghe Luca",
        "Popescu Ionescu Popa Radu Dumitru Stan Gheorghe Stoica Munteanu Matei Constantin Ciobanu Rusu Lupu Dobre",
    ),
    _of(
        0.02, "W4", "Beatriz Inês Matilde Leonor Mariana Sofia Carolina Joana Catarina Rita",
        "João Tiago Rodrigo Martim Miguel Duarte Rui Nuno Diogo Gonçalo",
        "Silva Santos Ferreira Pereira Oliveira Costa Rodrigues Martins Sousa Fernandes Gonçalves Gomes Almeida Carvalho",
    ),
    _of(
        0.03, "B2",
        "Hodan Ayaan Fadumo Hibo Sagal Ifrah Nimco Hamdi Sahra Ubah Khadra Ladan",
        "Abdirahman Cabdi Liban Mahad Guled Yusuf Ismail Bilal Abdullahi Warsame Jama Zakariya",
        "Abdi Ali Mohamed Hassan Farah Warsame Jama Nur Osman Hersi Duale Aden Yusuf Egal Guled Barre",
    ),
    _of(
        0.035, "A2",
        "Aisha Fatima Zainab Maryam Hafsa Sana Saima Nadia Shazia Bushra Iqra Mahnoor",
        "Muhammad Hamza Ibrahim Usman Bilal Imran Asif Tariq Kamran Zeeshan Hassan Danyal",
        "Khan Hussain Ahmed Akhtar Mahmood Malik Iqbal Shah Butt Chaudhry Mirza Qureshi Rafiq Saleem",
    ),
    _of(
        0.02, "A3", "Tahmina Sultana Nasrin Rukhsana Farhana Sumaiya Jannat Mariam Tasnim Shirin",
        "Rafi Tanvir Shahid Mizanur Abdul Kamal Jubayer Rahim Sajjad Nahid",
        "Begum Miah Uddin Rahman Chowdhury Islam Hoque Ali Khatun Alam Haque Sarkar",
    ),
    _of(
        0.03, "A1", "Priya Anjali Meera Kavita Sunita Diya Ananya Simran Harpreet Gurleen Nisha Lakshmi",
        "Arjun Rohan Vikram Sanjay Rajesh Aarav Dev Harjit Gurpreet Amandeep Karthik Nikhil",
        "Patel Singh Kaur Sharma Shah Desai Mehta Gill Dhillon Nair Reddy Mistry Chauhan Joshi Menon",
    ),
    _of(
        0.012, "A4", "Mei Xin Yi Li_Na Hui Jing Wai_Ling Siu_Mei Xiaoyan Yan",
        "Wei Jun Hao Ming Chi_Keung Jian Ka_Ho Lei Tao Yuxuan",
        "Wang Li Zhang Chen Liu Wong Chan Lam Cheung Ng Yang Huang Leung",
    ),
    _of(
        0.03, "B1 B1 M1",
        "Shanice Keisha Monique Jada Aaliyah Marcia Yvonne Beverley Latoya Chantelle Naomi Tiana",
        "Jermaine Tyrone Marlon Dwayne Leroy Malachi Jerome Kemar Delroy Winston Andre Tyrell",
        "Campbell Williams Brown Grant Clarke Bailey Francis Henry Gordon Reid Lewis Morrison Barrett Facey",
    ),
    _of(
        0.025, "B2", "Chioma Ngozi Adaeze Folake Temitope Yetunde Blessing Amaka Ifeoma Titilayo Oluchi Funmi",
        "Chidi Emeka Obinna Tunde Babatunde Segun Ikenna Femi Kelechi Olumide Uche Ayodele",
        "Okafor Adeyemi Okonkwo Eze Nwosu Balogun Ogunleye Adebayo Obi Afolabi Chukwu Oyelaran Bello Ibrahim",
    ),
    _of(0.01, "B2", "Abena Akosua Ama Efua Esi Yaa", "Kwame Kofi Yaw Kwabena Kojo Ebo",
        "Mensah Owusu Boateng Asante Appiah Osei Agyeman Addo Amoah"),
    _of(
        0.018, "O2", "Layla Noor Rania Huda Amal Yasmin Salma Hala Dalia Reem",
        "Omar Khalid Youssef Ahmad Karim Samir Walid Tarek Nabil Faisal",
        "Al-Masri Haddad Khalil Mansour Saleh Nasser Al-Hassan Darwish Awad Hamdan Aziz Ibrahim",
    ),
    _of(0.012, "W4 O9", "Elif Zeynep Ayşe Fatma Merve Selin Esra Derya", "Mehmet Mustafa Emre Yusuf Murat Kemal Deniz Burak",
        "Yılmaz Kaya Demir Çelik Şahin Yıldız Aydın Öztürk Arslan Doğan"),
    _of(0.01, "O9", "Rojin Berivan Dilan Shilan Nazdar Hêvî Avin Zilan", "Azad Baran Rebin Karwan Hiwa Zana Serhat Rojhat",
        "Karim Rashid Amin Hama Bozkurt Kurdi Barzani Salih Mahmud Aziz"),
    _of(0.013, "O9", "Parisa Shabnam Zahra Laleh Soraya Nilofar", "Reza Farhad Amir Jawid Hamid Najib",
        "Ahmadi Karimi Rahimi Noori Hosseini Sharifi Moradi Rezai Haidari"),
    _of(0.01, "M1 M2 M3 M9", "Maya Zara Leila Nia Amara Jasmine Sienna Kiara",
        "Elijah Isaac Kai Zion Ezra Malakai Reuben Theo",
        "Adams Bell Brooks Coleman Ellis Foster Jordan Knight Marshall Simmons"),
)  # fmt: skip
