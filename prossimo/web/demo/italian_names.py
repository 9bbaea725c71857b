"""Italian surnames and given names, our own choice: none of these people exists."""

# The commonest first: in each list a name weighs less than the one before it.
OF_BERGAMO = """Rota Locatelli Pesenti Carminati Cortinovis Mazzoleni Milesi Gritti Belotti Bonacina
Ghislandi Colleoni Brignoli Bonetti Facchinetti Capelli Invernizzi Valsecchi Previtali Bonfanti
Ravasio Arrigoni Agazzi Algeri Suardi Zanchi Tironi Pelliccioli Nava Mangili Salvi Signorelli
Cornali Cavagna Donadoni Gamba Gambirasio Ghisleni Ghezzi Lazzaroni Licini Maffeis Magni Marchesi
Mazzucotelli Medolago Merelli Micheli Minelli Morotti Nembrini Nozza Oberti Offredi Paganelli
Patelli Persico Pezzotta Piazzalunga Plebani Poloni Quarti Radici Ranghetti Ravelli Regazzi
Regonesi Roncalli Sangalli Savoldelli Scarpellini Serughetti Sonzogni Stefanoni Taiocchi Tasca
Teani Terzi Togni Tombini Trapletti Trussardi Vanoncini Vavassori Vezzoli Zambelli Zambetti
Zanardi Zanga Zanoli Zonca Acquaroli Aceti Adobati Albani Alborghetti Algisi Alesini Amaglio Amboni
Andreoletti Angeloni Angeretti Annovazzi Arnoldi Asperti Assolari Astolfi Austoni Avogadri Baggi
Balduzzi Barcella Baronchelli Bassanelli Bassani Begnis Benaglia Benedetti Benigni Berera Bergamelli
Berlendis Bertocchi Bertuletti Bettinelli Bettoni Biava Boffelli Boffetti Bolis Bolognini Bombardieri
Bonaldi Bonandrini Bonomi Bordogna Borlini Bosio Bresciani Brembilla Breviario Brugnetti Bugada
Bugini Busi Calegari Calvi Canavesi Cappello Carobbio Carrara Casari Castelletti Cattaneo Cavalleri
Cefis Cerea Ceresoli Chigioni Chiodelli Chiappa Cividini Colombi Consoli Consonni Corna Cornelli
Corti Crippa Crotti Curnis Daminelli Dolci Donati Doneda Epis Esposti Fassi Fenaroli Ferrandi
Filisetti Finazzi Foppa Foresti Forlani Fornoni Frigeni Frosio Fumagalli Fusari Galbiati Galizzi
Gavazzeni Gherardi Ghilardi Giavazzi Giudici Giupponi Goisis Grasseni Gregis Grassi Gualandris
Imberti Innocenti Lecchi Leidi Longhi Lorenzi Lussana Maestroni Maffioletti Magri Manenti Manzoni
Marcassoli Martinelli Masserini Mazza Menotti Mologni Moioli Mora Morandi Moretti Moroni Mostosi
Natali Nespoli Nicoli Noris Novelli Orlandi Pandolfi Parietti Parigi Pasinelli Pasta Pellegrini
Perani Perego Perico Pesenti Petrogalli Pievani Pirola Pizzigalli Pulcini Ratti Redaelli Rizzi Roggeri
Ronzoni Rossoni Rovaris Rovelli Ruggeri Salvetti Santini Sigismondi Sorti Stucchi Sana Tadini
Taramelli Testa Tiraboschi Todeschini Tomasoni Tribbia Valenti Valota Vaglietti Vecchi Vismara
Vitali Volpi Zappa Zanini Zucchelli Zucchetti"""

OF_ITALY = """Rossi Ferrari Colombo Russo Esposito Bianchi Romano Ricci Marino Greco Gallo Conti Bruno
Mancini Costa Giordano Rizzo Lombardi Barbieri Fontana Santoro Mariani Rinaldi Caruso Ferrara Galli
Leone Longo Gentile Martini Vitale Lombardo Serra Coppola D'Angelo Marchetti Parisi Villa Conte
Ferraro Ferri Fabbri Bianco Marini Grasso Messina Sala Gatti Palumbo Sorrentino Caputo Palmieri
Monti Amato Pellegrino Farina Rizzi Ruggiero Sanna Neri Carbone D'Amico Guerra Giuliani Rossetti
Piras Basile Sartori Bernardi Rizzotto Riva Orlando Grassi Villani Pagano Bellini Valentini Melis
Cattaneo Negri Battaglia Fiore Catalano Barone Franco Silvestri Cirillo Guidi Poli Vitiello
Ferretti Palermo Riccardi Bertolini Morelli Donati Mazza Battisti Rota Zanetti Gallina Sacco
Ruggieri Milani Costantini Testa De_Luca De_Santis De_Angelis Di_Stefano Di_Marco La_Rosa Lo_Presti
D'Alessandro Dell'Acqua"""

OF_LIGURIA = """Parodi Canepa Bruzzone Ferrari Rossi Costa Bertoni Lucchetti Ratti Cozzani Landi
Bonati Cerretti Giannoni Bertolotto Lazzoni Tartarini Capellini Moggia Basteri Cidale Paganini
Godani Vanacore Faggioni Zolesi Ravecca Sommovigo Battolini Bardi Caleo Danovaro Figoli Gabrielli
Lertora Maggiani Mori Natale Orsini Pietra Ricciardi Sturlese Tonelli Viviani Bordigoni Currarini
Dattola Pasini Conti Giorgi Guidi Lombardi Baracchini Biagioni Cargiolli Del_Santo Menchini Marchini
Musso Navone Olcese Picasso Queirolo Rebora Sciaccaluga Traverso Zino"""

# Many people bear a rare surname: these are put together and may never have existed.
STEMS = """Bald Bar Bert Bon Camp Car Cast Cav Cer Cor Dom Fabr Fal Fant Fer Fium For Gal Gand Gar Ghir
Lan Lor Mand Mant Mar Mart Mass Mol Mont Mor Nav Oliv Pag Pal Pass Past Ped Pell Per Pier Pin Port
Quad Ron Sal Sand Sav Ser Stell Tav Tom Val Ved Ver Vign Vol Zan Zuc"""
ENDINGS = "ardi aroli assi atti azzini elli erini esani etti iani inelli oletti oni otti ucci"

# Given names by the year until which they were in fashion: women, men.
GIVEN = {
    1945: (
        """Maria Giuseppina Teresa Anna Angela Rosa Lucia Luigia Caterina Carla Rita Giovanna Bruna
        Elisabetta Pierina Agnese Franca Adriana Lina Ines Emilia Irma Santina Domenica Margherita
        Giulia Elena Ida Virginia Assunta""",
        """Giuseppe Luigi Mario Giovanni Angelo Pietro Battista Francesco Antonio Carlo Franco Renato
        Bruno Gino Aldo Ernesto Guglielmo Luciano Santo Alessandro Sergio Vittorio Felice Domenico
        Egidio Gianfranco Ettore Severino Attilio Guido""",
    ),
    1966: (
        """Maria Anna Rosa Angela Giovanna Carla Patrizia Daniela Donatella Luisa Antonella Paola
        Silvana Graziella Mariangela Loredana Ornella Tiziana Lucia Marina Rita Elisabetta Nadia
        Emanuela Silvia Claudia Giuliana Marisa Rosanna Ivana""",
        """Giuseppe Giovanni Roberto Angelo Maurizio Giorgio Claudio Sergio Marco Gianluigi Franco
        Fabio Paolo Massimo Stefano Antonio Enrico Bruno Walter Fausto Pierluigi Luciano Alberto
        Ezio Tiziano Osvaldo Diego Silvano Ivano Danilo""",
    ),
    1986: (
        """Laura Elena Francesca Barbara Silvia Paola Monica Simona Cristina Sara Alessandra Chiara
        Roberta Valentina Manuela Stefania Elisa Michela Sabrina Cinzia Ilaria Katia Daniela Federica
        Claudia Debora Marta Emanuela Nicoletta Romina""",
        """Marco Andrea Luca Alessandro Stefano Paolo Davide Matteo Fabio Roberto Massimo Simone
        Daniele Cristian Michele Mauro Diego Ivan Nicola Emanuele Giuseppe Omar Alberto Francesco
        Mirko Gianluca Filippo Claudio Oscar Niccolò""",
    ),
    2004: (
        """Giulia Chiara Martina Sara Alessia Francesca Elisa Marta Federica Beatrice Alice Giorgia
        Anna Elena Camilla Silvia Laura Valentina Arianna Greta Michela Ilaria Miriam Noemi Gaia
        Benedetta Veronica Serena Jessica Lucrezia""",
        """Andrea Luca Matteo Davide Marco Alessandro Simone Francesco Lorenzo Mattia Federico Nicola
        Riccardo Daniele Filippo Giovanni Michele Paolo Alberto Gabriele Stefano Tommaso Edoardo
        Giacomo Cristian Samuele Pietro Nicolò Fabio Kevin""",
    ),
    2100: (
        """Sofia Giulia Aurora Emma Alice Ginevra Greta Giorgia Beatrice Anna Chiara Martina Camilla
        Vittoria Matilde Sara Ludovica Bianca Nicole Gaia Viola Arianna Mia Noemi Elena Margherita
        Agata Rebecca Azzurra Cecilia""",
        """Leonardo Francesco Tommaso Alessandro Lorenzo Mattia Andrea Gabriele Matteo Riccardo Edoardo
        Pietro Filippo Davide Giacomo Luca Nicolò Samuele Diego Federico Giovanni Jacopo Brando Elia
        Noah Michele Enea Ettore Achille Liam""",
    ),
}
