namespace HybridOrleans.Model.Tests.Queue;

/// <summary>A place in the list of changes. It means nothing in another listing.</summary>
internal struct ListPlace
{
    public byte Log;
    public byte Sequence;
}
