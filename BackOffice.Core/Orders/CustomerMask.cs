using System.Globalization;
using System.Text.RegularExpressions;

namespace BackOffice.Core.Orders;

/// <summary>
/// Personal data as pages and the API show it: enough for an agent to greet the caller and to tell two customers apart, too little to find or write to anybody.
/// An export leaves the house and is masked harder.
/// </summary>
public static class CustomerMask
{
    private const string Hidden = "•••";

    /// <summary>The given name and the first letter of the family name: <c>Dora W•••</c>.</summary>
    public static string Name(string name)
    {
        var words = name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length switch
        {
            0 => "",
            1 => First(words[0]) + Hidden,
            _ => $"{words[0]} {First(words[^1])}{Hidden}",
        };
    }

    /// <summary>First letters and the last part of the domain: <c>d•••@e•••.com</c>.</summary>
    public static string Email(string email)
    {
        var at = email.LastIndexOf('@');
        if (at <= 0 || at == email.Length - 1)
            return email.Length == 0 ? "" : Hidden;
        var domain = email[(at + 1)..];
        var dot = domain.LastIndexOf('.');
        return $"{First(email)}{Hidden}@{First(domain)}{Hidden}{(dot < 0 ? "" : domain[dot..])}";
    }

    /// <summary>The last two digits: <c>••• 67</c>.</summary>
    public static string Phone(string phone) => KeyNormaliser.Phone(phone) is { Length: > 6 } digits ? $"{Hidden} {digits[^2..]}" : Hidden;

    /// <summary>A text for the customer, without their address and their name.</summary>
    public static string Text(string text, Customer customer)
    {
        text = text.Replace(customer.Email, Email(customer.Email), StringComparison.OrdinalIgnoreCase);
        return customer.Name.Length < 2 ? text : Regex.Replace(
            text, $@"(?<!\w){Regex.Escape(customer.Name)}(?!\w)", _ => Name(customer.Name), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    }

    /// <summary>Everything of a customer that is not a mere id of a brand's own system.</summary>
    public static Customer Of(Customer customer) => customer with
    {
        Name = Name(customer.Name), Email = Email(customer.Email), Phone = customer.Phone is { } phone ? Phone(phone) : null,
    };

    public static OrderHead Of(OrderHead order) => order with { Customer = Of(order.Customer) };

    private static string First(string text) => StringInfo.GetNextTextElement(text);
}
