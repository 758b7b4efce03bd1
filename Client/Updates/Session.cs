using System.Text.Json.Nodes;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Updates;

/// <summary>One loaded state.</summary>
internal sealed class Session<T> : ISession<T>, ITurnState
    where T : class, new()
{
    private readonly SessionType<T> _type = SessionType<T>.Get();
    private readonly JsonObject? _stored;
    private readonly long _stamp;
    private readonly byte[] _before;
    private T? _value;

    public Session(StateReading reading)
    {
        _stored = _type.Parse(reading);
        _stamp = reading.Stamp;
        _value = SessionType<T>.Read(_stored);
        _before = _type.Write(_value, _stored);
    }

    public T Value
    {
        get => _value ??= new T();
        set => _value = value ?? throw new ArgumentNullException(nameof(value), "Use Clear to remove the state.");
    }

    public bool IsNew => _stored is null;

    public void Clear() => _value = null;

    public StateChange? Change()
    {
        var after = _value is null ? null : _type.Write(_value, _stored);
        if (after is null ? IsNew : after.AsSpan().SequenceEqual(_before))
        {
            return null;
        }

        return new StateChange
        {
            Name = _type.Name,
            Stamp = _stamp,
            Data = after is null ? null : new JsonText(after),
            Version = _type.Version,
            TimeToLive = _type.TimeToLive,
        };
    }
}
