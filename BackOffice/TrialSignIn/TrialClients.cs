using BackOffice.Core.Access;
using BackOffice.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace BackOffice.TrialSignIn;

/// <summary>Registers the provider's two clients once the server has an address: the console, and <c>trial-api</c> for programs.</summary>
internal sealed class TrialClients(IServiceProvider services, TrialSecrets secrets, ServerAddresses addresses) : IHostedLifecycleService
{
    public const string Console = "backoffice-console";
    public const string Api = "trial-api";

    /// <summary>What <c>trial-api</c> may ask for.</summary>
    public static readonly IReadOnlyList<string> ApiScopes =
    [
        .. new[]
        {
            Permission.OrdersWrite, Permission.OrdersRead, Permission.OrdersRetry, Permission.OrdersImport, Permission.HoldsDecide, Permission.NotesWrite,
            Permission.RefundsRequest, Permission.RefundsApprove, Permission.EffectsSettle, Permission.SamplesRun,
            Permission.ViewsShare, Permission.CustomersReveal, Permission.CustomersExport, Permission.VouchersResend, Permission.VouchersManage, Permission.VouchersReveal, Permission.VouchersView,
            Permission.VouchersRedeem,
            Permission.RolloutSet, Permission.RolloutRead, Permission.AuditRead, Permission.AuditVerify, Permission.MoneyRead, Permission.MoneyVerify, Permission.ExecutionsRead,
            Permission.QueuesRead, Permission.QueuesRedrive, Permission.QueuesDiscard, Permission.BatchesRun, Permission.SystemRead,
            Permission.RulesRead, Permission.RulesWrite, Permission.RulesApprove, Permission.RulesReplay,
        }.Select(RolePermissions.NameOf),
    ];

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var applications = scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>();
        await applications.CreateAsync(ConsoleClient(), cancellationToken);
        await applications.CreateAsync(ApiClient(), cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private OpenIddictApplicationDescriptor ConsoleClient()
    {
        var client = new OpenIddictApplicationDescriptor
        {
            ClientId = Console,
            ClientSecret = secrets.ConsoleSecret,
            ClientType = ClientTypes.Confidential,
            ConsentType = ConsentTypes.Implicit,
            Permissions =
            {
                Permissions.Endpoints.Authorization, Permissions.Endpoints.EndSession, Permissions.Endpoints.Token, Permissions.Endpoints.PushedAuthorization,
                Permissions.GrantTypes.AuthorizationCode, Permissions.ResponseTypes.Code, Permissions.Scopes.Profile,
            },
            Requirements = { Requirements.Features.ProofKeyForCodeExchange, Requirements.Features.PushedAuthorizationRequests },
        };
        // The browser may come by either name of the same machine.
        foreach (var origin in Origins())
        {
            client.RedirectUris.Add(new Uri(origin, "signin-oidc"));
            client.PostLogoutRedirectUris.Add(new Uri(origin, "signout-callback-oidc"));
        }

        return client;
    }

    private OpenIddictApplicationDescriptor ApiClient()
    {
        var client = new OpenIddictApplicationDescriptor
        {
            ClientId = Api,
            ClientSecret = secrets.ClientSecret,
            ClientType = ClientTypes.Confidential,
            Permissions = { Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials },
        };
        foreach (var scope in ApiScopes)
            client.Permissions.Add(Permissions.Prefixes.Scope + scope);
        return client;
    }

    private IEnumerable<Uri> Origins()
    {
        var origin = addresses.Origin;
        return new[] { origin.Host, "localhost", "127.0.0.1" }.Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(host => new UriBuilder(origin) { Host = host }.Uri);
    }
}
