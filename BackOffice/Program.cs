using BackOffice.Hosting;

return await ServerHost.RunAsync(new ServerSettings(), CancellationToken.None);
