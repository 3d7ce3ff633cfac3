using System.Globalization;
using BackOffice.Core.Common;
using BackOffice.Interaction;
using BackOffice.Tests.Fakes;
using Bunit;

namespace BackOffice.Tests.Pages.Languages;

public sealed class LanguageTests
{
    private static readonly DateTimeOffset s_at = new(2026, 2, 3, 14, 5, 9, TimeSpan.Zero);

    [Theory]
    [InlineData("pt", "pt-BR")]
    [InlineData("pt-PT", "pt-BR")]
    [InlineData("PT-br", "pt-BR")]
    [InlineData("en-GB", "en")]
    [InlineData("de", null)]
    [InlineData("ptx", null)]
    public void Near_OfWhatABrowserSends_IsTheNearestWeHave(string asked, string? expected) => Assert.Equal(expected, Language.Near(asked)?.Tag);

    [Fact]
    public void Formats_InPortuguese_WriteAsBrazilDoes()
    {
        using var portuguese = new Speaking(Language.Portuguese);

        Assert.Equal("178,00 USD", Formats.Amount(new Money(17_800, "USD")));
        Assert.Equal("1.284,90 BRL", Formats.Amount(new Money(128_490, "BRL")));
        Assert.Equal("32.000 milhas", Formats.Amount(new Money(32_000, Money.Miles)));
        Assert.Equal("40,00%", Formats.Percent(4_000));
        Assert.Equal("12.345", Formats.Number(12_345));
        Assert.Equal("9,9 s", Formats.Duration(TimeSpan.FromSeconds(9.99)));
        Assert.Equal("1 min 54 s", Formats.Duration(TimeSpan.FromSeconds(114)));
        Assert.Equal("há 18 min", Formats.Ago(TimeSpan.FromMinutes(18)));
        Assert.Equal("agora", Formats.Ago(TimeSpan.Zero));
        Assert.Equal("1 segundo", Formats.Spoken(TimeSpan.FromSeconds(1)));
        Assert.Equal("22 minutos", Formats.Spoken(TimeSpan.FromMinutes(22)));
        Assert.Equal("duas vezes", Formats.Times(2));
        Assert.Equal("3 fev 2026", Formats.Day(s_at));
        Assert.Equal("3 fev 14:05", Formats.Moment(s_at, s_at.AddDays(2)));
        Assert.Equal("3 fev 2026, 14:05:09.000 UTC", Formats.Utc(s_at));
    }

    [Fact]
    public void Formats_InEnglish_StayAsTheyWere()
    {
        using var english = new Speaking(Language.English);

        Assert.Equal("1,284.90 BRL", Formats.Amount(new Money(128_490, "BRL")));
        Assert.Equal("18 min ago", Formats.Ago(TimeSpan.FromMinutes(18)));
        Assert.Equal("3 Feb 2026", Formats.Day(s_at));
        Assert.Equal("twice", Formats.Times(2));
    }

    [Fact]
    public void Counted_InAPortugueseTextOfFeminineThings_HasTheirForm()
    {
        using var portuguese = new Speaking(Language.Portuguese);

        Assert.Equal("duas", Formats.Counted(2).ToString("f", null));
        Assert.Equal("dois", Formats.Counted(2).ToString());
        Assert.Equal("três", Formats.Counted(3).ToString("f", null));
        Assert.Equal("1.200", Formats.Counted(1_200).ToString("f", null));
    }

    [Fact]
    public void T_OfASentenceOfCore_SaysItWithItsValuesInTheLanguage()
    {
        using var portuguese = new Speaking(Language.Portuguese);
        Sentence said = $"Not run again: {new Money(128_490, "BRL"):N} authorised.";

        Assert.Equal("Não roda de novo: 1.284,90 BRL autorizados.", Texts.T(said));
        Assert.Equal("Not run again: 1,284.90 BRL authorised.", said.ToString());
    }

    [Fact]
    public void T_WithoutATranslation_IsEnglish()
    {
        using var portuguese = new Speaking(Language.Portuguese);

        Assert.Equal("Nobody translated 1.5 of these", Texts.T("Nobody translated 1.5 of these"));
    }

    [Fact]
    public async Task Fill_WithMarkup_PutsItWhereTheTranslationWantsIt()
    {
        await using var context = new BunitContext();

        var rendered = context.Render(Texts.Fill("b {1} a {0}.", builder => builder.AddMarkupContent(0, "<b>0</b>"), builder => builder.AddMarkupContent(0, "<i>1</i>")));

        Assert.Equal("b <i>1</i> a <b>0</b>.", rendered.Markup);
    }

    [Fact]
    public void Keep_CalledFromAnotherLanguage_ActsInTheFirstAndRestores()
    {
        var heard = "";
        Action act;
        using (new Speaking(Language.Portuguese))
            act = Language.Keep(() => heard = Language.Current.Tag);

        using var english = new Speaking(Language.English);
        act();

        Assert.Equal("pt-BR", heard);
        Assert.Equal("en", CultureInfo.CurrentUICulture.Name);
    }
}
