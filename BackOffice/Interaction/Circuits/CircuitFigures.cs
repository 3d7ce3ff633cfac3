namespace BackOffice.Interaction.Circuits;

/// <summary>The live circuits of this process at one moment.</summary>
/// <param name="Connected">With a browser at the other end.</param>
/// <param name="Waiting">Kept for a browser that lost its connection and may come back.</param>
/// <param name="Opened">Since the start, those that are gone included.</param>
/// <param name="Refused">Since the start: one too many for their person.</param>
/// <param name="PerPerson">The most that one person may have connected.</param>
/// <param name="People">Who has how many, most first.</param>
public sealed record CircuitFigures(int Connected, int Waiting, long Opened, long Refused, int PerPerson, IReadOnlyList<PersonCircuits> People);

/// <param name="Name">For people.</param>
/// <param name="Connected">As in <see cref="CircuitFigures"/>.</param>
/// <param name="Waiting">As in <see cref="CircuitFigures"/>.</param>
public sealed record PersonCircuits(string Name, int Connected, int Waiting);
