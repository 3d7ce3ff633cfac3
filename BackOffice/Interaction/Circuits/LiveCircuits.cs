using BackOffice.Core.Common;
using Microsoft.Extensions.Options;

namespace BackOffice.Interaction.Circuits;

/// <summary>
/// Every circuit of this process and whose it is, so that nobody holds more than <see cref="ConsoleOptions.CircuitsPerPerson"/>. Only connected ones count
/// against the limit: a page that lost its connection must always be able to come back, and the framework bounds those by itself.
/// </summary>
public sealed class LiveCircuits(IOptions<ConsoleOptions> options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Circuit> _circuits = [];
    private long _opened, _refused;

    /// <summary>Takes a new circuit in as connected. False when it is one too many: it then counts as refused until <see cref="Close"/>.</summary>
    public bool Open(string id, Actor person)
    {
        lock (_gate)
        {
            var seated = _circuits.Values.Count(circuit => circuit.Person == person.Id && circuit is { Connected: true, Refused: false });
            var refused = seated >= options.Value.CircuitsPerPerson;
            _circuits[id] = new(person.Id, person.Name, Connected: true, refused);
            if (refused)
                _refused++;
            else
                _opened++;
            return !refused;
        }
    }

    /// <summary>True when the person holds more refused circuits than they may hold at all: no browser of ours does that.</summary>
    public bool Insists(Actor person)
    {
        lock (_gate)
            return _circuits.Values.Count(circuit => circuit.Person == person.Id && circuit.Refused) > options.Value.CircuitsPerPerson;
    }

    /// <summary>The browser at the other end came back, or was lost.</summary>
    public void Connect(string id, bool connected)
    {
        lock (_gate)
        {
            if (_circuits.TryGetValue(id, out var circuit))
                _circuits[id] = circuit with { Connected = connected };
        }
    }

    public void Close(string id)
    {
        lock (_gate)
            _circuits.Remove(id);
    }

    public CircuitFigures Read()
    {
        lock (_gate)
        {
            var seated = _circuits.Values.Where(circuit => !circuit.Refused).ToList();
            return new(
                seated.Count(circuit => circuit.Connected), seated.Count(circuit => !circuit.Connected), _opened, _refused, options.Value.CircuitsPerPerson,
                [
                    .. seated.GroupBy(circuit => circuit.Person)
                        .Select(person => new PersonCircuits(person.First().Name, person.Count(circuit => circuit.Connected), person.Count(circuit => !circuit.Connected)))
                        .OrderByDescending(person => person.Connected + person.Waiting).ThenBy(person => person.Name, StringComparer.Ordinal),
                ]);
        }
    }

    private sealed record Circuit(string Person, string Name, bool Connected, bool Refused);
}
