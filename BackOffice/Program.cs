return await BackOffice.Cli.CommandLine.RunAsync(args);
