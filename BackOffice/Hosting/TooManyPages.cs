using BackOffice.Interaction;
using Microsoft.Extensions.Options;
using static BackOffice.Interaction.Texts;

namespace BackOffice.Hosting;

/// <summary>GET /too-many-pages: where the one page too many ends. It needs no circuit.</summary>
internal static class TooManyPages
{
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/too-many-pages", (IOptions<ConsoleOptions> options, string? returnUrl = null) => PlainPage.Create(
                T("You have too many pages open"),
                PlainPage.Text(T($"One person may have {options.Value.CircuitsPerPerson} pages of BackOffice open at once, in all browsers together. Close one, wait a moment, and try again."))
                + PlainPage.Button(PlainPage.Encode(LocalPath.Of(returnUrl) ?? "/"), T("Try again")),
                StatusCodes.Status429TooManyRequests))
            .AllowAnonymous().ExcludeFromDescription();
}
