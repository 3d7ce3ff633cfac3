using Microsoft.AspNetCore.Diagnostics;

namespace BackOffice.Hosting;

/// <summary>A browser at an address that is not there gets the page that says so, with status 404; programs get problem details.</summary>
internal static class NotFoundSetup
{
    public static void UseNotFoundPage(this WebApplication app) => app.UseWhen(IsForAPerson, pages =>
    {
        pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        pages.Use(async (context, next) =>
        {
            await next(context);
            if (context.Response.StatusCode is not StatusCodes.Status404NotFound && context.Features.Get<IStatusCodePagesFeature>() is { } other)
                other.Enabled = false;
        });
    });

    private static bool IsForAPerson(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) && !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        && context.Request.Headers.Accept.Any(accept => accept?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);
}
