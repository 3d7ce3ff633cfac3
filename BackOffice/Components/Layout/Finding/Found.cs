using BackOffice.Core.Orders;

namespace BackOffice.Components.Layout.Finding;

/// <summary>What a text finds among the orders.</summary>
/// <param name="Text">As it was searched, trimmed.</param>
/// <param name="Said">What the text looks like, or what is wrong with it.</param>
/// <param name="IsTrouble">It was not searched, or could not be.</param>
/// <param name="Orders">The first few.</param>
/// <param name="Items">The orders, then the acts on the one order where there is one, then the way to the whole list.</param>
public sealed record Found(string Text, string Said, bool IsTrouble, IReadOnlyList<OrderHead> Orders, IReadOnlyList<FindItem> Items)
{
    public static readonly Found Nothing = new("", "", false, [], []);

    /// <summary>For a screen reader: how many there are.</summary>
    public string Spoken => IsTrouble ? Said : Orders.Count switch
    {
        0 => T("Nothing found"),
        1 => T("One order found"),
        var many => T($"{many} orders found"),
    };
}
