using System.Globalization;
using System.Text.Json;
using BackOffice.Core.Common;

namespace BackOffice.Tests.Core.Common;

public sealed class SentenceTests
{
    private static readonly CultureInfo s_brazil = CultureInfo.GetCultureInfo("pt-BR");

    [Fact]
    public void Key_OfAnInterpolatedText_HasNumberedHolesWithTheirFormats()
    {
        Sentence said = $"There is no {"x"} {{here}} at {new DateTime(2026, 1, 2, 3, 4, 0):HH:mm}.";

        Assert.Equal("There is no {0} {{here}} at {1:HH:mm}.", said.Key);
        Assert.Equal("There is no x {here} at 03:04.", said.ToString());
    }

    [Fact]
    public void ToString_WhateverTheCulture_IsInvariant()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = s_brazil;
        try
        {
            Sentence said = $"{1234.5m:N1} and {new Money(128_490, "BRL")}";

            Assert.Equal("1,234.5 and 1284.90 BRL", said.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void In_AnotherLanguage_SaysHolesTooAndKeepsValuesAsTheyAre()
    {
        Sentence inner = "failed";
        Sentence said = $"It is {inner} with {"{0}"} after {1234.5m:N1}.";

        Assert.Equal("Está falhou com {0} após 1.234,5.", said.In(key => key switch { "failed" => "falhou", "It is {0} with {1} after {2:N1}." => "Está {0} com {1} após {2:N1}.", _ => key }, s_brazil));
    }

    [Fact]
    public void Plain_WithBraces_IsNotAForm()
    {
        Sentence said = "Write {0} or }";

        Assert.Equal("Write {0} or }", said.ToString());
        Assert.Equal("Escreva {0} ou }", said.In(_ => "Escreva {0} ou }", s_brazil));
    }

    [Fact]
    public void List_OfSentences_IsSaidOneByOne() =>
        Assert.Equal("A, B", Sentence.List(["a", "b"]).In(key => key is "a" or "b" ? key.ToUpperInvariant() : key, s_brazil));

    [Fact]
    public void Null_Text_IsNoSentence()
    {
        string? none = null;
        Sentence? said = none;

        Assert.Null(said);
    }

    [Fact]
    public void Json_OfASentence_IsItsEnglishText()
    {
        Sentence said = $"There is no order {"GC-1"}.";

        var json = JsonSerializer.Serialize(said);

        Assert.Equal("\"There is no order GC-1.\"", json);
        Assert.Equal(said, JsonSerializer.Deserialize<Sentence>(json));
    }

    [Fact]
    public void Errors_WithTheSameWords_AreEqual() => Assert.Equal(new NotFound("x", $"No {1}."), new NotFound("x", "No 1."));
}
