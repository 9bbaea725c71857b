"""Start-up of Prossimo: settings, the private database server, the console command."""
