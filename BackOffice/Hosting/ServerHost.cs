using BackOffice.Api;
using BackOffice.Core.Backends.Embedded;
using BackOffice.Hosting.SignIn;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace BackOffice.Hosting;

/// <summary>Builds and runs the server: the whole program in one process.</summary>
public static class ServerHost
{
    /// <summary>Runs until the process is told to stop. Throws what <see cref="Build"/> throws; the command line turns that into words and an exit code.</summary>
    public static async Task<int> RunAsync(ServerSettings settings, CancellationToken cancellationToken)
    {
        await using var app = Build(settings);
        await app.StartAsync(cancellationToken);
        app.Services.GetRequiredService<CommandLineSocket>().Protect();
        app.Services.GetRequiredService<StartAnnouncement>().Print(Console.Out);
        await app.WaitForShutdownAsync(cancellationToken);
        return ExitCodes.Success;
    }

    /// <summary>Everything but the start. Settings are checked here, all at once, before the data folder is touched.</summary>
    /// <exception cref="StartRefusedException">The trial sign-in would be unsafe, or nobody could sign in.</exception>
    /// <exception cref="OptionsValidationException">Settings are wrong.</exception>
    /// <exception cref="DataRefused">The data folder is in use, damaged, newer or foreign.</exception>
    public static WebApplication Build(ServerSettings settings, Action<WebApplicationBuilder>? customise = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            // Settings and static files lie beside the program, wherever it is started from; only the data belongs to the working directory.
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = settings.Environment,
            ApplicationName = typeof(ServerHost).Assembly.GetName().Name,
        });
        builder.Configuration.AddInMemoryCollection(settings.Overrides);
        builder.WebHost.UseStaticWebAssets();
        builder.Host.UseDefaultServiceProvider(options => options.ValidateScopes = options.ValidateOnBuild = true);
        customise?.Invoke(builder);

        var addresses = ListenAddresses.Of(settings, builder.Configuration);
        var trial = !settings.SocketOnly && TrialStart.Decide(builder, addresses);
        var socket = new CommandLineSocket(Path.GetFullPath(settings.Data));
        ListenAddresses.Bind(builder, addresses, socket, settings.SocketOnly);

        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new ServerAddresses(addresses, provider.GetService<IServer>()));
        services.AddSingleton(socket);
        services.AddSingleton(new SignInMode(trial));
        services.AddSingleton<StartAnnouncement>();
        services.AddOptions<BackendOptions>().Bind(builder.Configuration.GetSection(BackendOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<BackendOptions>, BackendOptions.Validator>();
        services.AddApi();
        services.AddHealth();
        services.AddTelemetry(builder.Configuration);
        if (settings.SocketOnly)
        {
            services.AddCommandLineSignIn();
        }
        else
        {
            services.AddSignIn(builder.Configuration);
            services.AddWeb();
        }

        if (trial)
            TrialStart.Add(builder);
        var backend = services.ReadBackend(builder.Configuration, builder.Environment.IsDevelopment());
        SettingsCheck.Run(services);

        var folder = DataFolder.Open(settings.Data, TimeProvider.System);
        try
        {
            socket.RemoveStale();
            services.AddSingleton(_ => folder);
            services.AddSingleton(new ServerData(folder.Path));
            services.AddDataProtection().SetApplicationName("BackOffice").PersistKeysToFileSystem(Directory.CreateDirectory(folder.PathOf("keys")));
            services.AddBackend(backend, folder, settings.RunPipeline);
            var app = builder.Build();
            _ = app.Services.GetRequiredService<DataFolder>(); // From here on the container disposes of it, last.
            try
            {
                app.UseRequests(settings.SocketOnly);
                return app;
            }
            catch
            {
                ((IDisposable)app).Dispose();
                throw;
            }
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }
}
