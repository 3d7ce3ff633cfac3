using BackOffice.Api;
using BackOffice.Hosting.Languages;
using BackOffice.Hosting.SignIn;
using BackOffice.Components;
using BackOffice.Interaction;
using Microsoft.Extensions.Options;

namespace BackOffice.Hosting;

/// <summary>The middleware in its order, and the console.</summary>
internal static class WebSetup
{
    public static IServiceCollection AddWeb(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ConsoleOptions>().Bind(configuration.GetSection(ConsoleOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ConsoleOptions>, ConsoleOptions.Validator>();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "backoffice-form";
            options.Cookie.HttpOnly = true;
        });
        services.AddConsole();
        services.AddRazorComponents().AddInteractiveServerComponents(options =>
        {
            options.DetailedErrors = false;
            options.DisconnectedCircuitMaxRetained = 100;
            options.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(2);
            options.PersistedCircuitInMemoryRetentionPeriod = TimeSpan.FromMinutes(10);
            options.JSInteropDefaultCallTimeout = TimeSpan.FromSeconds(10);
            options.MaxBufferedUnacknowledgedRenderBatches = 10;
        }).AddHubOptions(hub =>
        {
            hub.EnableDetailedErrors = false;
            hub.MaximumReceiveMessageSize = 32 * 1024;
            hub.MaximumParallelInvocationsPerClient = 1;
        });
        return services;
    }

    /// <summary>The middleware in its order. For the command line's own server there is the API and nothing else.</summary>
    public static void UseRequests(this WebApplication app, bool socketOnly)
    {
        if (!socketOnly)
        {
            app.UseMiddleware<SecurityHeaders>();
            app.UseLanguages();
        }

        app.UseExceptionHandler();
        app.UseStatusCodePages();
        if (!socketOnly)
            app.UseNotFoundPage();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapApi();
        if (socketOnly)
            return;
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapHealth();
        app.MapSignIn();
        app.MapLanguages();
        ExportDownload.Map(app);
        TooManyPages.Map(app);
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options =>
        {
            options.ContentSecurityFrameAncestorsPolicy = "'none'";
            // Pages show personal data beside text that customers wrote; compressed together, lengths would tell.
            options.DisableWebSocketCompression = true;
        });
        TrialStart.Map(app);
    }
}
