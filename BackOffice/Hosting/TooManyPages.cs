using BackOffice.Interaction;
using Microsoft.Extensions.Options;

namespace BackOffice.Hosting;

/// <summary>GET /too-many-pages: where the one page too many ends. It needs no circuit.</summary>
internal static class TooManyPages
{
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/too-many-pages", (IOptions<ConsoleOptions> options, string? returnUrl = null) => PlainPage.Create(
                "You have too many pages open",
                $"<p>One person may have {options.Value.CircuitsPerPerson} pages of BackOffice open at once, in all browsers together. Close one, wait a moment, and try again.</p>"
                + $"<p><a class=\"button\" href=\"{PlainPage.Encode(LocalPath.Of(returnUrl) ?? "/")}\">Try again</a></p>",
                StatusCodes.Status429TooManyRequests))
            .AllowAnonymous().ExcludeFromDescription();
}
