using BackOffice.Core.Common;
using BackOffice.Hosting.SignIn;

namespace BackOffice.Api;

/// <summary>Who sent the request, as an endpoint's parameter.</summary>
internal sealed record Caller(Actor Actor)
{
    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult<Caller?>(new Caller(Actors.From(context.User)));
}
