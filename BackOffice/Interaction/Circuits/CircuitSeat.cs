namespace BackOffice.Interaction.Circuits;

/// <summary>Whether this circuit may show the console; false for the one too many, which shows that and nothing else.</summary>
public sealed class CircuitSeat
{
    public bool IsRefused { get; private set; }

    public void Refuse() => IsRefused = true;
}
