using Microsoft.AspNetCore.Components.Server.Circuits;

namespace BackOffice.Interaction.Circuits;

/// <summary>Tells <see cref="LiveCircuits"/> of one circuit's life.</summary>
internal sealed class CircuitTally(LiveCircuits circuits, CircuitSeat seat, ICurrentActor currentActor) : CircuitHandler
{
    /// <exception cref="InvalidOperationException">Somebody goes on after being refused; the framework ends the circuit.</exception>
    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        var person = await currentActor.GetAsync();
        if (circuits.Open(circuit.Id, person))
            return;
        seat.Refuse();
        if (!circuits.Insists(person))
            return;
        circuits.Close(circuit.Id);
        throw new InvalidOperationException("One person has more circuits open than are allowed, and opens more.");
    }

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        circuits.Connect(circuit.Id, connected: true);
        return Task.CompletedTask;
    }

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        circuits.Connect(circuit.Id, connected: false);
        return Task.CompletedTask;
    }

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        circuits.Close(circuit.Id);
        return Task.CompletedTask;
    }
}
