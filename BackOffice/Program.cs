using System.Globalization;

// Whatever the machine speaks, the command line, the API and what is stored are English and invariant; a page's language comes with its request.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
return await BackOffice.Cli.CommandLine.RunAsync(args);
