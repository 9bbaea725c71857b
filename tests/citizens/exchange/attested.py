"""An attestation of INPS with every kind of indicator, as the schema of the reform lays them out."""

VALUES = (
    '<Valori ISE="24600.00" ISEE="{isee}" ISR="20000.00" ISP="23000.00" ScalaEquivalenza="2.46"/>'
)
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<EsitoAttestazione xmlns="http://inps.it/ISEERiforma"><Attestazione '
    'CodiceFiscaleDichiarante="RSSMRA60E52A794X" NumeroProtocolloDSU="INPS-ISEE-2026-01234567X-00" '
    'DataPresentazione="2026-01-20" DataValidita="2026-01-20" DataScadenzaDSUCorrente="2026-12-31" '
    'ProtocolloMittente="CAF-77">'
)
TAIL = "</Attestazione></EsitoAttestazione>"
MEMBER = '<ComponenteNucleo RapportoConDichiarante="{}" Cognome="{}" Nome="{}" CodiceFiscale="{}"/>'
HOUSEHOLD = (
    "<NucleoFamiliare>"
    + MEMBER.format("D", "ROSSI", "MARIA", "RSSMRA60E52A794X")
    + MEMBER.format("C", "NERI", "UGO", "NREGUO58A01A794Y")
    + MEMBER.format("F", "NERI", "ADA", "RSSMRA24E52A794R")
    + MEMBER.format("P", "ALTRI", "ZOE", "x")
    + "</NucleoFamiliare>"
)
ORDINARY = (
    '<ISEEOrdinario DataRilascio="2026-01-24">'
    '<ModalitaCalcoloISEEOrdinario SommaRedditiComponenti="20000.00" Detrazioni="0.00"/>'
    + VALUES.format(isee="10000.00")
    + "</ISEEOrdinario>"
)
OMISSION = (
    '<OmissioneDifformita TipoOmissioneDifformita="Omissione" CodiceFiscale="NREGUO58A01A794Y" '
    'DataControlloAE="2026-01-23"/>'
)
ALL = (
    HEAD
    + "<Ordinario>"
    + HOUSEHOLD
    + ORDINARY
    + "<ISEEFamiglia>" + VALUES.format(isee="9000.00") + "</ISEEFamiglia>"
    + '<ISEEUni><StudenteUniversitario CodiceFiscale="NREDAA04A41A794U">'
    + '<ISEEUniAttr DataRilascio="2026-01-25"><ModalitaCalcoloISEEUniAttr SommaRedditiComponenti="1.00"/>'
    + VALUES.format(isee="12000.50") + "</ISEEUniAttr></StudenteUniversitario>"
    + '<StudenteUniversitario CodiceFiscale="NREBBB04A41A794U"><ISEEOrd>10000.00</ISEEOrd>'
    + "</StudenteUniversitario></ISEEUni>"
    + '<ISEEMin><ComponenteMinorenne CodiceFiscale="RSSMRA24E52A794R"><ISEEMinAgg>'
    + VALUES.format(isee="14000.00") + "</ISEEMinAgg></ComponenteMinorenne>"
    + '<ComponenteMinorenne CodiceFiscale="NRECCC18A41A794U"><ISEENonCalcolabile>1</ISEENonCalcolabile>'
    + "</ComponenteMinorenne></ISEEMin>"
    + '<ISEESocioSanRes><ComponenteSocioSanRes CodiceFiscale="NREGUO58A01A794Y"><ISEESocioSanResAgg>'
    + VALUES.format(isee="15000.00") + "</ISEESocioSanResAgg></ComponenteSocioSanRes></ISEESocioSanRes>"
    + "<ISEEDott>" + VALUES.format(isee="8000.00") + "</ISEEDott>"
    + "<ISEESocioSan>" + VALUES.format(isee="7500.00") + "</ISEESocioSan>"
    + "</Ordinario>"
    + '<Ridotto><NucleoRistretto><ComponenteNucleoRistretto CodiceFiscale="NREGUO58A01A794Y" '
    + 'RelazioneConBeneficiario="B"/></NucleoRistretto><ISEERistretto>'
    + VALUES.format(isee="6000.00") + "</ISEERistretto></Ridotto>"
    + "<OmissioneDifformita>" + OMISSION + "</OmissioneDifformita>"
    + TAIL
)  # fmt: skip
PLAIN = HEAD + "<Ordinario>" + HOUSEHOLD + ORDINARY + "</Ordinario>" + TAIL
CURRENT = PLAIN.replace("<Ordinario>", '<Ordinario Corrente="true">')
