using System.Globalization;
using BackOffice.Interaction;

namespace BackOffice.Tests.Fakes;

/// <summary>Pages that a test renders speak a language until this is disposed.</summary>
internal sealed class Speaking : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentUICulture;

    public Speaking(Language language) => CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language.Tag);

    public void Dispose() => CultureInfo.CurrentUICulture = _before;
}
