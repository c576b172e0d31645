// Before any schema exists: zod must not try to build code from text, which the content policy forbids.
import { z } from 'zod';

z.config({ jitless: true });
