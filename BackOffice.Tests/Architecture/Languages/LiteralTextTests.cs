using System.Text.RegularExpressions;
using BackOffice.Core.Common;
using BackOffice.Interaction;
using Microsoft.AspNetCore.Components.Rendering;
using MudBlazor;

namespace BackOffice.Tests.Architecture.Languages;

/// <summary>Nothing that a person reads on a page is written in English alone: in markup, in attributes, in the code behind.</summary>
public sealed partial class LiteralTextTests
{
    /// <summary>What no language changes: names, keys of the keyboard, what is typed in a terminal.</summary>
    private static readonly HashSet<string> s_names = new(StringComparer.Ordinal) { "BackOffice", "· BackOffice", "SHA-256", "Ctrl", "Enter", "Esc", "backup --to DIR" };

    private static readonly string[] s_readAttributes = ["title", "aria-label", "aria-valuetext", "aria-roledescription", "placeholder", "alt", "Label", "What", "Empty", "Title", "Detail", "WhyNot", "Suffix", "Text"];

    /// <summary>Not converted yet. A name here that is clean fails; the aim is an empty list.</summary>
    private static readonly string[] s_notYet = [];

    [Fact]
    public void Components_ShowNoTextPastT()
    {
        var found = Console().SelectMany(type => Wrong(type).Select(text => (Type: NameOf(type), Text: text))).Distinct().ToLookup(pair => pair.Type, pair => pair.Text);

        var wrong = found.Where(group => !s_notYet.Contains(group.Key)).SelectMany(group => group.Select(text => $"{group.Key}: {text}")).ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} texts are not given to T:\n{string.Join('\n', wrong)}");
        Assert.DoesNotContain(s_notYet, name => !found.Contains(name));
    }

    [Fact]
    public void Tables_MadeOnce_AskForNoTextOfOneReader()
    {
        var asked = Console().SelectMany(type => IlStrings.OfInitializer(type)
            .Where(literal => literal.Taker is { Name: nameof(Texts.T) } taker && taker.DeclaringType == typeof(Texts)).Select(literal => $"{NameOf(type)}: {literal.Text}"));

        Assert.Empty(asked);
    }

    [Fact]
    public void Wrong_OfALiteralInMarkupAttributeAndCode_FindsEach()
    {
        var wrong = Wrong(typeof(EnglishSample)).ToList();

        Assert.Equal(["Only in English", "a word", "Press", "It failed."], wrong);
    }

    private static IEnumerable<Type> Console() => typeof(Texts).Assembly.GetTypes()
        .Where(type => type.Namespace is { } room && (room.StartsWith("BackOffice.Components", StringComparison.Ordinal) || room == typeof(Texts).Namespace))
        .Where(type => !type.Name.Contains('<', StringComparison.Ordinal) && !type.Name.EndsWith("Validator", StringComparison.Ordinal));

    private static string NameOf(Type type) => (type.FullName ?? "").Replace("BackOffice.Components.", "", StringComparison.Ordinal).Replace("BackOffice.", "", StringComparison.Ordinal);

    private static IEnumerable<string> Wrong(Type type) => IlStrings.Of(type).SelectMany(TextsOf).Where(text => text.Length > 1 && text.Any(char.IsLetter) && !s_names.Contains(text));

    /// <summary>What of a literal a person would read.</summary>
    private static IEnumerable<string> TextsOf(IlString literal)
    {
        if (literal.Taker is not { } taker)
            return LooksLikeText(literal.Text) ? [literal.Text] : [];
        if (taker.DeclaringType == typeof(Texts) || taker.DeclaringType == typeof(Sentence) || typeof(Exception).IsAssignableFrom(taker.DeclaringType) || IsLogOrEnglishName(taker))
            return [];
        if (taker.DeclaringType != typeof(RenderTreeBuilder))
            return LooksLikeText(literal.Text) ? [literal.Text] : [];
        return taker.Name switch
        {
            nameof(RenderTreeBuilder.AddMarkupContent) => InMarkup(literal.Text),
            nameof(RenderTreeBuilder.AddContent) => [literal.Text.Trim()],
            nameof(RenderTreeBuilder.AddAttribute) or nameof(RenderTreeBuilder.AddComponentParameter) when literal.Before is { } name =>
                s_readAttributes.Contains(name) || LooksLikeText(literal.Text) ? [literal.Text] : [],
            _ => [],
        };
    }

    /// <summary>PageReader is given what it reads in English, for the log; it translates it itself. Names of dialogs are never shown: their header is off.</summary>
    private static bool IsLogOrEnglishName(System.Reflection.MethodBase taker) =>
        taker.Name is "ReadAsync" || typeof(IDialogService).IsAssignableFrom(taker.DeclaringType) || (taker.Name is "Log" or "Define");

    private static bool LooksLikeText(string text) => Sentence().IsMatch(text) && !Icon().IsMatch(text);

    private static IEnumerable<string> InMarkup(string html) =>
        Tag().Split(html).Select(text => System.Net.WebUtility.HtmlDecode(text).Trim())
            .Concat(ReadAttribute().Matches(html).Select(match => System.Net.WebUtility.HtmlDecode(match.Groups[1].Value)));

    /// <summary>Two words with a capital or an end, as no id, class, address or code has.</summary>
    [GeneratedRegex(@"^[A-Z][a-z]+( [\w'-]+)+|\w \w.*[.?…]$|^[A-Z][a-z]+…$")]
    private static partial Regex Sentence();

    [GeneratedRegex("^<(path|g|rect|circle|svg)|^[Mm][0-9.]")]
    private static partial Regex Icon();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(" (?:title|aria-label|placeholder|alt)=\"([^\"]*)\"")]
    private static partial Regex ReadAttribute();
}

/// <summary>A component as somebody would write it who has not heard of T.</summary>
internal sealed class EnglishSample : Microsoft.AspNetCore.Components.ComponentBase
{
    public bool Failed { get; set; }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.AddMarkupContent(0, "<p class=\"pad t2\">Only in English</p>");
        builder.OpenElement(1, "button");
        builder.AddAttribute(2, "class", "btn s");
        builder.AddContent(3, "a word");
        builder.AddAttribute(4, "title", "Press");
        builder.CloseElement();
        builder.AddContent(5, Failed ? "It failed." : Texts.T("Try again"));
    }
}
