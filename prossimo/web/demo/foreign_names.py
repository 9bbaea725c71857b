"""The communities that live in the towns: where they come from, how they are called, what they speak.

Names are common ones of each country, put together by chance: none of these people exists.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Community:
    """People of one citizenship. `A/B` is the form of a surname for men and for women."""

    iso: str  # ISO 3166-1 alpha-2
    state: str  # as the tax office calls it
    weight: float  # of one hundred foreign residents
    languages: tuple[str, ...]  # ISO 639-1
    interpreter: float  # of one adult, how likely an interpreter is needed
    surnames: str
    women: str
    men: str
    two_surnames: bool = False  # the father's and the mother's


COMMUNITIES = (
    Community(
        "BO", "Bolivia", 13.0, ("es",), 0.04,
        "Mamani Quispe Condori Flores Choque Vargas Rojas Gutiérrez López Fernández Cruz Guzmán "
        "Rocha Torrico Zurita Villarroel Claros Arnez Orellana Pérez Camacho Montaño Soria Terrazas",
        "María Rosa Juana Carmen Elizabeth Gladys Sonia Norma Marlene Karen Patricia Silvia Daniela "
        "Lizeth Virginia Mery Janeth Nancy Ruth Verónica",
        "José Juan Luis Carlos Jorge Mario Wilson Edwin Freddy Rubén Óscar Víctor Marcelo Limber "
        "Grover Ramiro Álvaro René Iván Gonzalo",
        two_surnames=True,
    ),
    Community(
        "UA", "Ucraina", 12.0, ("uk", "ru"), 0.10,
        "Shevchenko Kovalenko Bondarenko Tkachenko Kravchenko Oliynyk Lysenko Savchenko Rudenko "
        "Petrenko Marchenko Kozak Melnyk Polishchuk Tkachuk Hrytsenko Moroz Pavlyuk Kovalchuk Savchuk "
        "Zakharchenko Hnatyuk Vasylenko Bilyk Kushnir Dmytruk Panchenko Romanyuk",
        "Oksana Svitlana Natalia Olena Iryna Halyna Tetiana Liudmyla Mariia Nadiia Lesia Valentyna "
        "Oleksandra Yuliia Anna Vira Olha Kateryna Anastasiia Viktoriia",
        "Oleksandr Serhii Volodymyr Andrii Vasyl Mykola Ivan Yurii Dmytro Petro Roman Taras Oleh "
        "Bohdan Viktor Ihor Maksym Stepan Artem Yaroslav",
    ),
    Community(
        "RO", "Romania", 10.0, ("ro",), 0.03,
        "Popescu Ionescu Popa Radu Dumitru Stan Stoica Gheorghe Matei Ciobanu Rusu Munteanu Constantin "
        "Marin Lazăr Moldovan Florea Toma Dinu Ungureanu Barbu Cojocaru Nistor Sandu Tudor Vasile "
        "Bălan Ene",
        "Maria Elena Ioana Mihaela Andreea Alina Daniela Cristina Gabriela Simona Loredana Ana "
        "Florentina Georgiana Nicoleta Adriana Ramona Oana Larisa Bianca",
        "Ion Gheorghe Vasile Constantin Andrei Mihai Alexandru Ștefan Florin Marian Cristian Adrian "
        "Ionuț Daniel Bogdan Nicolae Cătălin Gabriel Sorin Dragoș",
    ),
    Community(
        "AL", "Albania", 9.0, ("sq",), 0.03,
        "Hoxha Shehu Dervishi Gjoni Prifti Leka Marku Kola Hysa Meta Cela Bardhi Lleshi Çela Duka Gjoka "
        "Rama Muça Toska Zeneli Basha Elezi Ndreu Kurti Halili Bajrami",
        "Elona Ermira Mimoza Valbona Albana Entela Anila Brunilda Ardita Etleva Klodiana Majlinda "
        "Drita Aferdita Blerta Enkeleda Jonida Sara Erisa Megi",
        "Arben Agim Ilir Gëzim Artan Besnik Dritan Altin Ardian Genti Erion Klajdi Bledar Fatos Luan "
        "Shpëtim Edmond Kristi Enea Rigers",
    ),
    Community(
        "MA", "Marocco", 9.0, ("ar", "fr"), 0.18,
        "Bennani El-Idrissi Alaoui Benali El-Amrani Tazi Chraibi Berrada El-Fassi Lahlou Ouazzani "
        "Naciri Saidi Ait-Lahcen El-Khatib Mansouri Rahmani Zerouali Hamdaoui Belkacem El-Mokhtari "
        "Bouazza Jabri Kabbaj Filali Rachidi",
        "Fatima Khadija Aicha Naima Malika Samira Latifa Hanane Zineb Karima Nadia Saida Hafida Imane "
        "Salma Meryem Amina Rachida Yasmine Sara",
        "Mohamed Ahmed Hassan Rachid Youssef Abdelkader Said Mustapha Khalid Driss Omar Hicham "
        "Abdellah Karim Noureddine Aziz Bouchaib Ayoub Adam Ilyas",
    ),
    Community(
        "CN", "Repubblica Popolare Cinese", 6.0, ("zh",), 0.35,
        "Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Lin Guo He Gao Luo Zheng Ye Pan "
        "Jin Xia Weng",
        "Xiaoling Meihua Lihua Yan Fang Min Juan Hong Yulan Xiuying Jing Liping Xia Qin Weiwei Shanshan "
        "Yiyi Xinyi Ruoxi Anna",
        "Wei Qiang Jun Lei Tao Chao Bo Jian Hao Ming Guoqiang Xiaodong Zhiwei Yong Bin Peng Haoran "
        "Zihao Yifan Marco",
    ),
    Community(
        "BD", "Bangladesh", 5.0, ("bn",), 0.30,
        "Hossain Islam Rahman Ahmed Uddin Miah Khan Sarkar Chowdhury Hasan Ali Alam Talukder Bhuiyan "
        "Sikder Mollah Howlader Kazi",
        "Fatema Ayesha Nasrin Shahida Rokeya Sultana Salma Taslima Rehana Nargis Farhana Sharmin "
        "Jannat Maliha Nusrat",
        "Mohammad Abdul Rafiqul Kamal Shahin Jahangir Nurul Anwar Delwar Faruk Habibur Masud Sohel "
        "Tanvir Rakib",
    ),
    Community(
        "SN", "Senegal", 5.0, ("wo", "fr"), 0.12,
        "Ndiaye Diop Fall Diallo Ba Sow Gueye Seck Sarr Faye Diouf Thiam Mbaye Cissé Sy Niang Sène Ka "
        "Dieng Sall Mbengue Lo",
        "Fatou Awa Aminata Mariama Khady Ndèye Astou Coumba Adama Sokhna Rokhaya Bineta Maimouna "
        "Aissatou Yacine",
        "Mamadou Ibrahima Cheikh Moussa Ousmane Abdoulaye Modou Pape Babacar Alioune Serigne Lamine "
        "Amadou Malick Assane",
    ),
    Community(
        "IN", "India", 4.0, ("pa", "hi"), 0.22,
        "Singh/Kaur Singh/Kaur Singh/Kaur Kumar/Kumari Sharma Gill Sandhu Dhillon Grewal Sidhu Brar "
        "Bains Thakur Verma Saini Virk",
        "Harpreet Manpreet Sukhwinder Baljit Gurpreet Jaswinder Rajwinder Simran Navneet Kulwinder "
        "Parminder Amandeep Anita Sunita Jasleen",
        "Gurpreet Harjit Balwinder Jaswinder Sukhdev Manjit Kulwant Lakhvir Amarjit Parminder Ravinder "
        "Davinder Sandeep Arjun Gurnoor",
    ),
    Community(
        "PK", "Pakistan", 4.0, ("ur", "pa"), 0.28,
        "Khan Hussain Ahmad Iqbal Mehmood Akhtar Malik Butt Chaudhry Shah Raza Aslam Javed Nawaz Ashraf "
        "Bibi Mirza Rehman Sheikh Qureshi",
        "Shazia Nasreen Rukhsana Saima Bushra Samina Kausar Rubina Fozia Asma Sadia Iqra Hina Maryam "
        "Noor",
        "Muhammad Tariq Imran Zafar Shahid Nadeem Khalid Asif Waqas Naveed Arshad Usman Bilal Hamza "
        "Adnan",
    ),
    Community(
        "EC", "Ecuador", 4.0, ("es",), 0.03,
        "Zambrano Cedeño Mendoza Vera Moreira Sánchez Alcívar Macías Cevallos Intriago Loor Delgado "
        "Bravo Guerrero Espinoza Chávez Jaramillo Quinde Tumbaco Suárez",
        "Mercedes Narcisa Jenny Maritza Gloria Fanny Mariana Lorena Diana Gabriela Jessica Tatiana "
        "Katherine Génesis Camila",
        "Washington Segundo Ángel Manuel Byron Darwin Jefferson Fabricio Galo Milton Xavier Stalin "
        "Bryan Mateo Sebastián",
        two_surnames=True,
    ),
    Community(
        "PH", "Filippine", 3.0, ("tl", "en"), 0.06,
        "Santos Reyes Cruz Bautista Ocampo Garcia Mendoza Aquino Villanueva Ramos Castillo Dela_Cruz "
        "Mercado Tolentino Panganiban Magsino Dimaculangan Manalo Perez Gonzales",
        "Maricel Jocelyn Rowena Marites Analyn Lorna Rosalie Cherry Josephine Imelda Grace Angelica "
        "Princess Althea Bea",
        "Rodel Ronaldo Joselito Arnel Reynaldo Edgardo Ferdinand Noel Rommel Dennis Michael Angelo "
        "Mark Joshua Nathaniel",
    ),
    Community(
        "EG", "Egitto", 3.0, ("ar",), 0.20,
        "Abdelrahman Ibrahim Mahmoud Elsayed Abdallah Gaber Khalil Mostafa Farag Salem Youssef Hanna "
        "Girgis Mikhail Awad Nasr Shehata Soliman",
        "Mona Hanan Amal Nagwa Heba Samah Marwa Dina Eman Nermin Mariam Irini Sawsan Habiba Jana",
        "Mohamed Ahmed Mahmoud Ibrahim Hany Ashraf Emad Tarek Ayman Hossam Magdy Samir Mina Kerolos "
        "Yassin",
    ),
    Community(
        "CI", "Costa D'Avorio", 3.0, ("fr",), 0.08,
        "Kouassi Koffi Kouamé Konan Yao N'Guessan Coulibaly Traoré Koné Ouattara Touré Bamba Kouadio "
        "Gnagne Aka Assi",
        "Adjoua Affoué Amenan Mariam Fatoumata Awa Aya Clarisse Estelle Rosine Solange Edwige Grâce "
        "Divine Emmanuella",
        "Kouadio Yao Seydou Issouf Drissa Lassina Adama Bakary Serge Hervé Narcisse Aboubacar Junior "
        "Ange Emmanuel",
    ),
    Community(
        "NG", "Nigeria", 2.5, ("en",), 0.08,
        "Okafor Osagie Eze Okonkwo Adeyemi Igbinedion Aigbe Omoruyi Osayande Ehigie Balogun Nwosu "
        "Obi Uwaifo Idahosa Ogbeide",
        "Blessing Joy Faith Grace Patience Mercy Gift Precious Happy Favour Queen Esther Endurance "
        "Success Miracle",
        "Emmanuel Osaro Sunday Friday Festus Kingsley Lucky Godwin Samuel Collins Ikechukwu Chinedu "
        "Destiny David Michael",
    ),
    Community(
        "MD", "Moldova", 2.0, ("ro", "ru"), 0.04,
        "Rusu Ceban Ciobanu Țurcan Cebotari Sîrbu Lungu Munteanu Rotari Popa Gribincea Botnari Cojocari "
        "Grosu Bostan Vrabie",
        "Tatiana Svetlana Galina Ludmila Natalia Elena Olga Aliona Nina Valentina Rodica Mariana "
        "Doina Daria Sofia",
        "Vasile Ion Sergiu Igor Oleg Andrei Veaceslav Iurie Ghenadie Vitalie Dumitru Anatolie Denis "
        "Maxim Nichita",
    ),
    Community(
        "LK", "Sri Lanka", 2.0, ("si", "ta"), 0.15,
        "Fernando Perera Silva Warnakulasuriya De_Silva Jayasuriya Mendis Kurukulasuriya Appuhamy "
        "Dissanayake Herath Bandara Peiris Costa",
        "Nilmini Chandrika Kumari Dilrukshi Sriyani Anoma Priyanka Shanika Nadeesha Ruwani Sanduni "
        "Thilini Maria Oshadi Dinithi",
        "Nimal Sunil Chaminda Roshan Ajith Lakmal Nuwan Prasanna Sanjeewa Ruwan Asanka Anton Dinesh "
        "Kavindu Shehan",
    ),
    Community(
        "PE", "Peru'", 2.0, ("es",), 0.03,
        "Huamán Quispe Flores Sánchez Rojas García Ramos Chávez Castillo Díaz Vásquez Mendoza Espinoza "
        "Ríos Salazar Huerta Cárdenas Palomino",
        "Rosa Carmen Luz Flor Milagros Elsa Teresa Yolanda Pilar Roxana Vanessa Carla Ximena Luciana "
        "Valeria",
        "César Julio Walter Percy Hugo Raúl Miguel Alfredo Teodoro Elmer Martín Christian Renzo Diego "
        "Fabrizio",
        two_surnames=True,
    ),
    Community(
        "BR", "Brasile", 1.5, ("pt",), 0.03,
        "Silva Santos Oliveira Souza Rodrigues Ferreira Alves Pereira Lima Gomes Ribeiro Carvalho "
        "Barbosa Nascimento",
        "Ana Maria Adriana Márcia Juliana Fernanda Patrícia Aline Bruna Camila Letícia Luciana Vitória "
        "Beatriz Isabela",
        "João José Antônio Francisco Carlos Paulo Pedro Lucas Luiz Marcos Rafael Bruno Gustavo Thiago "
        "Felipe",
    ),
)  # fmt: skip
