using BackOffice.Core.Access;
using BackOffice.Hosting;

namespace BackOffice.TrialSignIn;

/// <summary>What the terminal shows: the code, the client's secret, and lines to paste.</summary>
internal sealed class TrialNotice(TrialSecrets secrets, ServerAddresses addresses) : IStartNotice
{
    public IEnumerable<string> Lines()
    {
        var origin = addresses.Origin.ToString().TrimEnd('/');
        var scopes = string.Join(' ', new[] { Permission.OrdersWrite, Permission.OrdersRead, Permission.OrdersRetry }.Select(RolePermissions.NameOf));
        return
        [
            "",
            "Trial sign-in: no identity provider is configured, so this start brings its own (this machine only, Debug builds only).",
            $"  Sign-in code    {secrets.Code}",
            "                  Unlocks the choice of personas in a browser until this process ends; the next start prints another.",
            $"  API client      {TrialClients.Api}",
            $"  Client secret   {secrets.ClientSecret}",
            "",
            "A token for the API, good for an hour:",
            $"  SECRET={secrets.ClientSecret}",
            $"  TOKEN=$(curl -s {origin}{TrialSetup.BasePath}/connect/token -u \"{TrialClients.Api}:$SECRET\" \\",
            $"    -d grant_type=client_credentials -d 'scope={scopes}' | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/')",
            $"  curl -s -H \"Authorization: Bearer $TOKEN\" '{origin}/api/orders?limit=5'",
        ];
    }
}
