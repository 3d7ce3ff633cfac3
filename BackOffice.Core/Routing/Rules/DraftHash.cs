using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace BackOffice.Core.Routing.Rules;

/// <summary>What binds a save to the dry run that a person saw: it differs as soon as the draft or the rule beneath it does. It proves no dry run: whoever has the draft can compute it.</summary>
public static class DraftHash
{
    /// <param name="rule">The rule's name.</param>
    /// <param name="revision">That the draft would follow; 0 for a new rule.</param>
    /// <param name="draft">As it would be saved, to the letter.</param>
    /// <returns>64 hexadecimal digits.</returns>
    public static string Of(string rule, int revision, RuleContent draft)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{rule}\n{revision}\n")));
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(draft, RuleJson.Default.RuleContent));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
