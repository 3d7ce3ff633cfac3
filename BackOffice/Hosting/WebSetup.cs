using BackOffice.Hosting.SignIn;
using MudBlazor.Services;

namespace BackOffice.Hosting;

/// <summary>The middleware in its order, and the console.</summary>
internal static class WebSetup
{
    public static IServiceCollection AddWeb(this IServiceCollection services)
    {
        services.AddProblemDetails();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "backoffice-form";
            options.Cookie.HttpOnly = true;
        });
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
        services.AddMudServices();
        return services;
    }

    public static void UseWeb(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapHealth();
        app.MapSignIn();
        TrialStart.Map(app);
    }
}
