using System.Security.Cryptography;
using System.Text;

namespace BackOffice.TrialSignIn;

/// <summary>Made at each start, printed once, never stored: the code that unlocks the choice of personas, and the secret of the API client.</summary>
internal sealed class TrialSecrets
{
    public const string UnlockCookie = "backoffice-trial";

    private const int Bytes = 16;

    private readonly string _unlock = Random();

    /// <summary>128 bits. Whoever types it may choose personas in that browser until the process ends: trying five personas with one code is the point.</summary>
    public string Code { get; } = Random();

    public string ClientSecret { get; } = Random();

    /// <summary>Of the console's own OpenID client.</summary>
    public string ConsoleSecret { get; } = Random();

    public bool IsCode(string? text) => Same(text?.Trim(), Code);

    public bool IsUnlocked(HttpRequest request) => Same(request.Cookies[UnlockCookie], _unlock);

    /// <summary>The cookie has a value of its own, so that the code cannot be read from it.</summary>
    public void Unlock(HttpResponse response) => response.Cookies.Append(UnlockCookie, _unlock, new CookieOptions
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Path = TrialSetup.BasePath,
        IsEssential = true,
        Secure = response.HttpContext.Request.IsHttps,
    });

    private static bool Same(string? given, string expected) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));

    private static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));
}
