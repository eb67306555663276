"""The tables of PythoFlow as data frames, from Athena or from a local folder.

```python
import pythoflow as pf

lake = pf.connect()
lake.query("SELECT * FROM environment ORDER BY window_start DESC LIMIT 5")
```
"""

from pythoflow.dialect import entries, local_time
from pythoflow.lake import Lake, LakeError, connect

__all__ = ["Lake", "LakeError", "connect", "entries", "local_time"]
