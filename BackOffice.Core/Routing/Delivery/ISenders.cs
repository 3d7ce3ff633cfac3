namespace BackOffice.Core.Routing.Delivery;

/// <summary>The senders of a router's destinations.</summary>
public interface ISenders
{
    /// <summary>The sender of a destination, by its name.</summary>
    IDestinationSender Of(string name);
}
