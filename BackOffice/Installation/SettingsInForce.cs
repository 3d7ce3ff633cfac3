using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace BackOffice.Installation;

/// <summary>Every setting that is in force, whether it was set or is the default; secrets are only said to be set.</summary>
public sealed partial class SettingsInForce(IEnumerable<SettingsSection> sections, IConfiguration configuration)
{
    /// <summary>Sections in alphabetical order, keys as they are declared.</summary>
    public IReadOnlyList<SettingFact> Read() => [.. sections.OrderBy(section => section.Name, StringComparer.Ordinal).SelectMany(Read)];

    private IEnumerable<SettingFact> Read(SettingsSection section) =>
        section.Options.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(property => property is { CanRead: true, CanWrite: true } && property.GetIndexParameters().Length == 0)
            .Select(property => Fact($"{section.Name}:{property.Name}", property, section.Options));

    private SettingFact Fact(string key, PropertyInfo property, object options)
    {
        var text = Text(property.GetValue(options));
        var isSecret = Secret().IsMatch(property.Name);
        var isSet = configuration.GetSection(key) is { } found && (found.Value is { Length: > 0 } || found.GetChildren().Any());
        return new(key, isSecret ? text.Length > 0 ? "set" : "not set" : WithoutUserInfo(text), isSet, isSecret);
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        IDictionary map => string.Join(", ", map.Keys.Cast<object>().Select(key => $"{Text(key)} = {Text(map[key])}").Order(StringComparer.Ordinal)),
        IEnumerable many => string.Join(", ", many.Cast<object?>().Select(Text)),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>An address may carry a name and a password.</summary>
    private static string WithoutUserInfo(string text) => UserInfo().Replace(text, "$1***@");

    [GeneratedRegex("secret|password|token|credential|apikey|signingkey|connectionstring", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Secret();

    [GeneratedRegex(@"([a-z][a-z0-9+.-]*://)[^/@\s]+@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex UserInfo();
}
