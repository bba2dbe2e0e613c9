"""Strong components of a directed graph (Tarjan 1972), without recursion."""

from __future__ import annotations

import numpy as np

from nastavnik.matching.engine.model.checks import Ints


def components(tail: Ints, head: Ints, nodes: int) -> Ints:
    """Label [nodes] of the strong component of each node."""
    order = np.argsort(tail, kind="stable")
    to = head[order].tolist()
    start = np.searchsorted(tail[order], np.arange(nodes + 1)).tolist()
    number, low, label = [-1] * nodes, [0] * nodes, [-1] * nodes
    stack: list[int] = []
    at = start[:-1]
    count = found = 0
    for root in range(nodes):
        path = [root] if number[root] < 0 else []
        while path:
            node = path[-1]
            if number[node] < 0:
                number[node] = low[node] = count
                count += 1
                stack.append(node)
            if at[node] < start[node + 1]:
                there = to[at[node]]
                at[node] += 1
                if number[there] < 0:
                    path.append(there)
                elif label[there] < 0:
                    low[node] = min(low[node], number[there])
                continue
            path.pop()
            if path:
                low[path[-1]] = min(low[path[-1]], low[node])
            if low[node] == number[node]:
                _close(node, stack, label, found)
                found += 1
    return np.array(label, dtype=np.int64)


def _close(node: int, stack: list[int], label: list[int], name: int) -> None:
    while label[node] < 0:
        label[stack.pop()] = name
